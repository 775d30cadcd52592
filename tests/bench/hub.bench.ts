import { quantile, type BenchRow } from './bench-row.ts'
import { openBareFrame, openHub, openMessagePerSample, METRICS, secondOf, type OpenFanOut } from './hub-fan-out.ts'
import { benchLatency } from './hub-latency.ts'

const SCREENS = 64
const SESSIONS = 256
const WARM_UP_S = 3
const MEASURED_S = 10
/** Turn by turn, so that what else the machine does meanwhile falls on both. */
const ROUNDS = 3
const TURNS_PER_SECOND = 20
/** A message per sample cannot keep up with all of them on two cores: it is measured with fewer, for a shorter time. */
const FEWER_SESSIONS = 32
const SHORTER_S = 6

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Every session speaks once a second, all of them spread over it. */
const feed = async (take: (index: number) => void, sessions: number, seconds: number): Promise<void> => {
  const start = performance.now()
  for (let turn = 0; turn < seconds * TURNS_PER_SECOND; turn += 1) {
    for (let index = turn % TURNS_PER_SECOND; index < sessions; index += TURNS_PER_SECOND) take(index)
    await wait(Math.max(0, start + ((turn + 1) * 1_000) / TURNS_PER_SECOND - performance.now()))
  }
}

interface Load {
  readonly sessions: number
  readonly seconds: number
}

interface Cost {
  /** CPU milliseconds of the server per 1,000 values that reached a screen. */
  readonly cpu: number
  /** Of the values that were there to be sent. */
  readonly arrived: number
}

const costOf = async (open: OpenFanOut, { sessions, seconds }: Load): Promise<Cost> => {
  const fanOut = await open(SCREENS, sessions)
  const take = (index: number): void => {
    fanOut.take(index, secondOf(index))
  }
  await feed(take, sessions, WARM_UP_S)
  fanOut.screens.reset()
  const before = process.cpuUsage()
  await feed(take, sessions, seconds)
  const { user, system } = process.cpuUsage(before)
  const { samples } = await fanOut.screens.report()
  await fanOut.close()
  return { cpu: (user + system) / samples, arrived: samples / (SCREENS * sessions * METRICS.length * seconds) }
}

const rounded = (value: number): number => Number(value.toPrecision(3))

const benchFanOut = async (): Promise<readonly BenchRow[]> => {
  const whole = { sessions: SESSIONS, seconds: MEASURED_S }
  const rounds: { readonly bare: Cost; readonly hub: Cost }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await costOf(openBareFrame, whole)
    rounds.push({ bare, hub: await costOf(openHub, whole) })
  }
  const [bare, hub, ratio, arrived] = [
    rounds.map((round) => round.bare.cpu),
    rounds.map((round) => round.hub.cpu),
    rounds.map((round) => round.hub.cpu / round.bare.cpu),
    rounds.map((round) => round.hub.arrived),
  ].map((values) => quantile(values, 0.5)) as [number, number, number, number]
  const each = await costOf(openMessagePerSample, { sessions: FEWER_SESSIONS, seconds: SHORTER_S })
  const unit = 'CPU ms per 1,000 delivered samples'
  const against = { unit: '×', goal: '≤ 2', ok: ratio <= 2 }
  const below = { unit: '×', goal: '≥ 10', ok: each.cpu / hub >= 10 }
  return [
    { name: `live: hub, ${SCREENS} screens × ${SESSIONS} sessions`, value: rounded(hub), unit },
    { name: 'live: bare ws, one shared frame', value: rounded(bare), unit },
    { name: `live: a message per sample, ${FEWER_SESSIONS} sessions`, value: rounded(each.cpu), unit },
    {
      name: 'live: values that the hub has delivered',
      value: arrived * 100,
      unit: '%',
      goal: '≥ 95',
      ok: arrived >= 0.95,
    },
    { name: 'live: values of a message per sample delivered', value: each.arrived * 100, unit: '%' },
    { name: 'live: hub against a bare shared frame', value: rounded(ratio), ...against },
    { name: 'live: a message per sample against hub', value: rounded(each.cpu / hub), ...below },
  ]
}

/** What the live feed costs the server, and how soon a screen has what it shows. */
export const benchHub = async (): Promise<readonly BenchRow[]> => [...(await benchFanOut()), ...(await benchLatency())]
