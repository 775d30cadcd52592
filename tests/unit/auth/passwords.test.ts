import { describe, expect, test } from 'vitest'
import { hashPassword, newPassword, verifyPassword } from '../../../server/auth/passwords.ts'

describe('a password', () => {
  test('is kept as argon2id with the parameters that OWASP asks for, and its own salt', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(second).not.toBe(first)
  })

  test('lets in who knows it, and nobody else', async () => {
    const hash = await hashPassword('correct horse')
    expect(await verifyPassword('correct horse', hash)).toBe(true)
    expect(await verifyPassword('correct horsf', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  test('is the same however the keyboard composes its letters', async () => {
    const hash = await hashPassword('caf\u00e9 au lait')
    expect(await verifyPassword('cafe\u0301 au lait', hash)).toBe(true)
  })

  test('is checked with the parameters that stand with the hash', async () => {
    // argon2id, m=16 KiB, t=3, p=1, salt "somesalt12345678", made by node:crypto's argon2Sync.
    const { argon2Sync } = await import('node:crypto')
    const nonce = Buffer.from('somesalt12345678')
    const key = argon2Sync('argon2id', { message: 'old', nonce, memory: 16, passes: 3, parallelism: 1, tagLength: 32 })
    const hash = `$argon2id$v=19$m=16,t=3,p=1$${nonce.toString('base64').replace(/=+$/, '')}$${key.toString('base64').replace(/=+$/, '')}`
    expect(await verifyPassword('old', hash)).toBe(true)
  })

  test.each(['', 'plain', '$argon2i$v=19$m=16,t=3,p=1$c29tZXNhbHQ$AAAA', '$argon2id$v=19$m=16,t=3,p=1$$'])(
    'lets nobody in where the hash is %j',
    async (hash) => expect(await verifyPassword('', hash)).toBe(false),
  )

  test('that the product makes is long, readable and never the same', () => {
    const made = new Set(Array.from({ length: 200 }, newPassword))
    expect(made.size).toBe(200)
    for (const password of made) expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
  })
})
