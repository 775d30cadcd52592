import { beforeEach, describe, expect, test } from 'vitest'
import { createAccounts } from '../../../server/auth/accounts.ts'
import type { Ended } from '../../../server/ports/accounts.ts'
import type { RecordStore } from '../../../server/ports/record-store.ts'
import { siteId, userId } from '../../../shared/domain/ids.ts'
import { instant, MS_PER_HOUR, MS_PER_MINUTE } from '../../../shared/domain/time.ts'
import { createCountingIdentify } from '../../support/counting-identify.ts'
import { createMemoryRecords } from '../../../server/store/memory-records.ts'

const NOON = Date.UTC(2026, 2, 1, 12)
const ADDRESS = '10.0.0.7'
const PASSWORD = 'ward three at noon'

let now: number
let records: RecordStore
const identify = createCountingIdentify()

const open = () =>
  createAccounts({ records, identify, now: () => instant(now), isSecure: false, signInHours: () => 14 })
type Accounts = Awaited<ReturnType<typeof open>>
let accounts: Accounts

beforeEach(async () => {
  now = NOON
  records = createMemoryRecords()
  accounts = await open()
})

const addNurse = async (name = 'Ana', role: 'nurse' | 'admin' = 'nurse') => {
  const added = await accounts.users.add({ name, role, password: PASSWORD })
  if (!added.ok) throw new Error(added.error.message)
  return added.value
}

const signIn = (name = 'Ana', password = PASSWORD, address = ADDRESS) =>
  accounts.signIns.signIn({ name, password, address })

const cookieOf = async (): Promise<string> => {
  const signedIn = await signIn()
  if (!signedIn.ok) throw new Error(signedIn.error.message)
  return signedIn.value.cookie.split(';')[0] ?? ''
}

const withCookie = (cookie: string) => accounts.authenticate({ cookie, token: undefined })
const withToken = (token: string) => accounts.authenticate({ cookie: undefined, token })

describe('people', () => {
  test('are known by name, in any case, once', async () => {
    const ana = await addNurse()
    expect(ana).toEqual({ id: ana.id, name: 'Ana', role: 'nurse', isActive: true, createdAt: NOON })
    const again = await accounts.users.add({ name: 'ANA', role: 'clinician', password: PASSWORD })
    expect(again).toMatchObject({ ok: false, error: { code: 'conflict' } })
    expect(await accounts.users.list()).toEqual([ana])
  })

  test('added twice at the same moment are still one', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => accounts.users.add({ name: 'Ana', role: 'nurse', password: PASSWORD })),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('need a password of some length', async () => {
    const short = await accounts.users.add({ name: 'Ana', role: 'nurse', password: 'elevenchars' })
    expect(short).toMatchObject({ ok: false, error: { code: 'outOfRange' } })
    expect(await accounts.users.list()).toEqual([])
  })

  test('keep their password nowhere in clear', async () => {
    await addNurse()
    expect(JSON.stringify(await records.all('user'))).not.toContain(PASSWORD)
  })

  test('include an administrator: the last one can be neither demoted nor sent away', async () => {
    const first = await addNurse('Root', 'admin')
    const lastOne = { ok: false, error: { code: 'conflict' } }
    expect(await accounts.users.change(first.id, { role: 'nurse' })).toMatchObject(lastOne)
    expect(await accounts.users.change(first.id, { isActive: false })).toMatchObject(lastOne)
    const second = await addNurse('Root 2', 'admin')
    const both = await Promise.all([first, second].map(({ id }) => accounts.users.change(id, { isActive: false })))
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('that nobody knows cannot be changed', async () => {
    expect(await accounts.users.change(userId('nobody'), { role: 'nurse' })).toMatchObject({
      ok: false,
      error: { code: 'notFound' },
    })
  })
})

describe('a sign-in', () => {
  test('gives a cookie that scripts and other sites never see', async () => {
    await addNurse()
    const signedIn = await signIn('ana')
    expect(signedIn.ok && signedIn.value.cookie).toMatch(
      /^login=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Expires=[^;]+$/,
    )
    expect(signedIn.ok && signedIn.value.staff).toMatchObject({ name: 'Ana', role: 'nurse' })
  })

  test('under TLS gives a cookie that never goes over an open line', async () => {
    await addNurse()
    accounts = await createAccounts({
      records,
      identify,
      now: () => instant(now),
      isSecure: true,
      signInHours: () => 14,
    })
    const signedIn = await signIn()
    expect(signedIn.ok && signedIn.value.cookie).toMatch(/; Secure$/)
  })

  test('is told by its cookie, wherever in the header it stands', async () => {
    const ana = await addNurse()
    const cookie = await cookieOf()
    const expected = { kind: 'staff', staff: { id: ana.id, name: 'Ana', role: 'nurse' } }
    expect(await withCookie(cookie)).toMatchObject(expected)
    expect(await withCookie(`theme=dark; ${cookie}; x=1`)).toMatchObject(expected)
    expect(await withCookie(`xlogin=1; ${cookie}y`)).toBeNull()
    expect(await withCookie('login=')).toBeNull()
  })

  test('is kept as a hash, and outlives a restart', async () => {
    await addNurse()
    const cookie = await cookieOf()
    expect(JSON.stringify(await records.all('login'))).not.toContain(cookie.slice('login='.length))
    accounts = await open()
    expect(await withCookie(cookie)).toMatchObject({ kind: 'staff' })
  })

  test('says the same of a wrong name and of a wrong password', async () => {
    await addNurse()
    const wrongPassword = await signIn('Ana', 'something else')
    const wrongName = await signIn('Bea')
    expect(wrongPassword).toMatchObject({ ok: false, error: { code: 'notSignedIn' } })
    expect(wrongName).toEqual(wrongPassword)
  })

  test('finds a person whom another process added', async () => {
    const other = await open()
    await other.users.add({ name: 'Cleo', role: 'admin', password: PASSWORD })
    expect(await signIn('Cleo')).toMatchObject({ ok: true })
  })

  test('ends after a shift, by the real clock', async () => {
    await addNurse()
    const cookie = await cookieOf()
    now += 14 * MS_PER_HOUR - 1
    expect(await withCookie(cookie)).not.toBeNull()
    now += 1
    expect(await withCookie(cookie)).toBeNull()
    const ended: Ended[] = []
    accounts.onEnded((it) => ended.push(it))
    await accounts.endExpired()
    expect(ended).toHaveLength(1)
    expect(await records.all('login')).toEqual([])
  })

  test('ends by signing out, and whoever holds something open under it is told', async () => {
    await addNurse()
    const cookie = await cookieOf()
    const caller = await withCookie(cookie)
    if (caller?.kind !== 'staff') throw new Error('not signed in')
    const ended: Ended[] = []
    accounts.onEnded((it) => ended.push(it))
    expect(await accounts.signIns.signOut(caller.loginId)).toContain('login=; ')
    expect(ended).toEqual([{ loginId: caller.loginId }])
    expect(await withCookie(cookie)).toBeNull()
  })

  test.each([{ isActive: false }, { role: 'clinician' as const }, { password: 'another long word' }])(
    'ends when an administrator changes %j',
    async (change) => {
      const ana = await addNurse()
      const cookie = await cookieOf()
      await accounts.users.change(ana.id, change)
      expect(await withCookie(cookie)).toBeNull()
    },
  )

  test('is refused to a person who was sent away', async () => {
    const ana = await addNurse()
    await accounts.users.change(ana.id, { isActive: false })
    expect(await signIn()).toMatchObject({ ok: false, error: { code: 'notSignedIn' } })
  })
})

describe('guessing', () => {
  const guess = (times: number, name = 'Ana', address = ADDRESS) =>
    Promise.all(Array.from({ length: times }, () => signIn(name, 'a wrong guess', address)))
  const codes = (answers: Awaited<ReturnType<typeof guess>>) => answers.map((it) => (it.ok ? 'ok' : it.error.code))

  test('of one name is stopped after eight attempts, those begun at once included', async () => {
    await addNurse()
    const answers = codes(await guess(10))
    expect(answers.filter((code) => code === 'notSignedIn')).toHaveLength(8)
    expect(await signIn()).toMatchObject({ ok: false, error: { code: 'tooManyAttempts', retryAfterS: 900 } })
  })

  test('from one place locks nobody out of another', async () => {
    await addNurse()
    await guess(9)
    expect(await signIn('Ana', PASSWORD, '10.0.0.8')).toMatchObject({ ok: true })
  })

  test('is forgotten after a quarter of an hour', async () => {
    await addNurse()
    await guess(8)
    now += 15 * MS_PER_MINUTE
    expect(await signIn()).toMatchObject({ ok: true })
  })

  test('of many names from one place is stopped as well', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `name ${index}`)
    const answers = (await Promise.all(names.map((name) => guess(8, name)))).flatMap(codes)
    expect(answers.filter((code) => code === 'notSignedIn')).toHaveLength(60)
  }, 30_000)

  test('is not what a person does who slips and then knows', async () => {
    await addNurse()
    await guess(7)
    expect(await signIn()).toMatchObject({ ok: true })
    await guess(7)
    expect(await signIn()).toMatchObject({ ok: true })
  })
})

describe('a token', () => {
  test('of a display looks at one site', async () => {
    const { token, secret } = await accounts.tokens.create({
      kind: 'display',
      name: 'Wall 1',
      site: siteId('main'),
      createdBy: 'Root',
    })
    expect(await withToken(secret)).toEqual({ kind: 'display', tokenId: token.id, name: 'Wall 1', site: 'main' })
  })

  test('of a device speaks for one device, or names it each time', async () => {
    const create = (device: string | null) =>
      accounts.tokens.create({ kind: 'device', name: 'Pump', device, createdBy: 'Root' })
    const [bound, free] = [await create('MON-1'), await create(null)]
    expect(await withToken(bound.secret)).toMatchObject({ kind: 'device', device: 'MON-1' })
    expect(await withToken(free.secret)).toMatchObject({ kind: 'device', device: null })
  })

  test('is kept as a hash alone, and outlives a restart', async () => {
    const { secret } = await accounts.tokens.create({ kind: 'device', name: 'A', device: null, createdBy: 'Root' })
    expect(JSON.stringify(await records.all('token'))).not.toContain(secret)
    accounts = await open()
    expect(await withToken(secret)).not.toBeNull()
  })

  test('of nobody is nobody, even beside a cookie that holds', async () => {
    await addNurse()
    const cookie = await cookieOf()
    expect(await accounts.authenticate({ cookie, token: 'guess' })).toBeNull()
  })

  test('that another process made is found, a wrong one does not make the store work each time', async () => {
    const other = await open()
    const { secret } = await other.tokens.create({ kind: 'device', name: 'A', device: null, createdBy: 'Root' })
    expect(await withToken(secret)).toBeNull()
    now += 2_000
    expect(await withToken(secret)).not.toBeNull()
  })

  test('no longer holds once it is revoked, and whoever holds something open under it is told', async () => {
    const { token, secret } = await accounts.tokens.create({ kind: 'device', name: 'A', device: null, createdBy: 'R' })
    const ended: Ended[] = []
    accounts.onEnded((it) => ended.push(it))
    expect(await accounts.tokens.revoke(token.id)).toBe(true)
    expect(ended).toEqual([{ tokenId: token.id }])
    now += 10_000
    expect(await withToken(secret)).toBeNull()
    expect(await accounts.tokens.revoke(token.id)).toBe(false)
    expect(await accounts.tokens.list()).toEqual([])
  })
})

describe('the audit book', () => {
  test('tells the newest first, and no more than asked', async () => {
    for (const detail of ['one', 'two', 'three']) {
      now += 1_000
      await accounts.audit.record({ action: 'signedIn', by: { id: 'u', name: 'Ana' }, address: ADDRESS, detail })
    }
    const newest = await accounts.audit.newest(2)
    expect(newest.map(({ detail }) => detail)).toEqual(['three', 'two'])
    expect(newest[0]).toEqual({
      at: now,
      action: 'signedIn',
      by: { id: 'u', name: 'Ana' },
      address: ADDRESS,
      detail: 'three',
    })
  })
})
