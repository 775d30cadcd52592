import { expect, test } from 'vitest'
import { signatureOf } from '../../../server/notices/signature.ts'
import { instant } from '../../../shared/domain/time.ts'

// Reckoned apart: printf '1772442000.{"a":1}' | openssl dgst -sha256 -hmac 'twenty-two characters!'
const KNOWN = '415383b5dd127516b3830e803388a4af2429f3c0d24139ad9c917de779891a9a'

const at = instant(1_772_442_000_999)

test('signs the second and the body together', () => {
  expect(signatureOf('{"a":1}', 'twenty-two characters!', at)).toBe(`t=1772442000,v1=${KNOWN}`)
})

test('is another for another body, secret or second', () => {
  const others = [
    signatureOf('{"a":2}', 'twenty-two characters!', at),
    signatureOf('{"a":1}', 'twenty-two characters?', at),
    signatureOf('{"a":1}', 'twenty-two characters!', instant(at + 1)),
  ]
  expect(others.filter((signature) => signature.endsWith(KNOWN))).toEqual([])
})
