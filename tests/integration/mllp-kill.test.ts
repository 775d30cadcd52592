import { afterAll, describe, expect, test } from 'vitest'
import { asking, newVisit, signInAt, type Ask } from '../support/running-app.ts'
import { framed, openSender, type Sender } from '../support/mllp.ts'
import { VigilFolder, type VigilProcess } from '../support/vigil-process.ts'
import type { BayId } from '../../shared/domain/ids.ts'

const KILLS = 3
const folder = new VigilFolder()

afterAll(() => folder.remove())

/** Values go round, so that no reading is the one before it. Many are written in one millisecond: they share stamp and value, and are new all the same. */
const message = (id: number): string => {
  const stamp = new Date(Date.now()).toISOString().replaceAll(/[-:TZ]/g, '') + '+0000'
  return [
    `MSH|^~\\&|KILLMON^00B1^EUI-64||||${stamp}||ORU^R01^ORU_R01|${id}|P|2.6|||AL|NE`,
    `OBR|1|||182777000^monitoring^SCT|||${stamp}`,
    `OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1|${90 + (id % 10)}|262688^MDC_DIM_PERCENT^MDC|||||R|||${stamp}`,
  ].join('\r')
}

const valueIn = (text: string): number => Number(/\|1\.3\.1\|(\d+)\|/.exec(text)?.[1])

const addUser = async (name: string, role: string): Promise<string> => {
  const added = await folder.run(['user', 'add', name, '--role', role, '--generate', '--json'])
  return (JSON.parse(added.stdout) as { password: string }).password
}

const signedIn = async ({ access }: VigilProcess, name: string, password: string): Promise<Ask> =>
  asking(access.url, { cookie: await signInAt(access.url, name, password) })

const spo2Of = async (nurse: Ask, session: string): Promise<readonly (number | null)[]> => {
  const answer = await nurse('GET', `/sessions/${session}/readings?metrics=spo2`)
  return (answer.json as { metrics: { spo2: { value: (number | null)[] } } }).metrics.spo2.value
}

/** Sends one after another and waits for each answer, until the line is cut. @returns what was acknowledged */
const sendUntilCut = async (sender: Sender, from: readonly string[], onAnswer: (count: number) => void) => {
  let acknowledged = 0
  try {
    for (const one of from) {
      sender.send(framed(one))
      await sender.answers(acknowledged + 1)
      acknowledged += 1
      onAnswer(acknowledged)
    }
  } catch {
    // The server is gone: what has no answer is sent again.
  }
  return acknowledged
}

describe('a server that is killed', { timeout: 120_000 }, () => {
  test('has every reading that it acknowledged, and each one once', async () => {
    const [root, nora] = [await addUser('root', 'admin'), await addUser('nora', 'nurse')]
    let server = await folder.start(['serve'])
    let nurse = await signedIn(server, 'nora', nora)
    const admin = await signedIn(server, 'root', root)
    const bay = ((await admin('POST', '/bays', { body: { name: 'Bay 1' } })).json as { id: BayId }).id
    const session = ((await nurse('POST', '/sessions', { body: newVisit(bay) })).json as { id: string }).id

    let sender = await openSender(server.access.hl7.port)
    sender.send(framed(message(0).replace(/OBX.*/, '')))
    await sender.answers(1)
    const devices = (await nurse('GET', '/devices')).json as readonly { id: string }[]
    await nurse('PATCH', `/devices/${devices[0]?.id ?? ''}`, { body: { bay } })
    sender.socket.end()

    // The message in hand at the kill is sent again, to the byte, as a monitor does.
    let unanswered: string | null = null
    const acknowledged: number[] = []
    for (let kill = 0; kill < KILLS; kill += 1) {
      sender = await openSender(server.access.hl7.port)
      const killAfter = 40 + kill * 37
      const batch = Array.from({ length: 1_000 }, (_, index) => message(1 + kill * 1_000 + index))
      const texts: readonly string[] = unanswered === null ? batch : [unanswered, ...batch]
      const done = await sendUntilCut(sender, texts, (count) => {
        if (count === killAfter) void server.kill()
      })
      acknowledged.push(...texts.slice(0, done).map(valueIn))
      unanswered = texts[done] ?? null
      sender.socket.destroy()
      server = await folder.start(['serve'])
      nurse = await signedIn(server, 'nora', nora)
    }
    const stored = await spo2Of(nurse, session)
    await server.stop()
    // The values go round: one that is kept twice does not stand in for one that is lost.
    expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged)
    // At most the one in hand at the last kill is there without an answer.
    expect(stored.length).toBeLessThanOrEqual(acknowledged.length + 1)
    expect(acknowledged.length).toBeGreaterThan(150)
  })
})
