import type { SessionView } from '../../shared/domain/session-view.ts'
import type { LiveState } from '../live/live-state.ts'
import { siteBays } from '../live/site-bays.ts'
import { alarmText } from '../ui/alarm-look.ts'
import { DUE_WORD } from '../ui/due-words.ts'
import { PHASE_WORD } from '../ui/phase-words.ts'

/** What somebody should know of a bay before they answer for it, or let it go. */
export interface BayFacts {
  readonly id: string
  readonly name: string
  /** Who lies there, in which phase; or that it is free. */
  readonly who: string
  /** What is open there: alarms that stand, and what is due. */
  readonly open: readonly string[]
}

const alarmWords = ({ alarms }: SessionView): readonly string[] =>
  alarms.map((alarm) => `${alarm.priority} alarm: ${alarmText(alarm)}${alarm.acknowledged ? ', acknowledged' : ''}`)

const dueWords = ({ timers }: SessionView): readonly string[] =>
  timers
    .filter(({ state }) => state === 'due' || state === 'overdue')
    .map(({ kind, state }) => `${DUE_WORD[kind]}: ${state}`)

const factsOf = (name: string, id: string, view: SessionView | undefined): BayFacts =>
  view === undefined
    ? { id, name, who: 'free', open: [] }
    : {
        id,
        name,
        who: `${view.patient.displayName ?? view.patient.initials}, ${PHASE_WORD[view.phase].toLowerCase()}`,
        open: [...alarmWords(view), ...dueWords(view)],
      }

/** Of every bay of the site, in their fixed places. */
export const bayFacts = (state: Pick<LiveState, 'bays' | 'sessions'>): readonly BayFacts[] =>
  siteBays(state).map(({ id, name, sessionId }) =>
    factsOf(name, id, sessionId === null ? undefined : state.sessions[sessionId]?.view),
  )

/** `1–3, 7`: three and more that follow each other are told by the first and the last. */
const ranges = (numbers: readonly number[]): string => {
  const runs: number[][] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run?.at(-1) === number - 1) run.push(number)
    else runs.push([number])
  }
  return runs
    .flatMap((run) => (run.length < 3 ? run.map(String) : [`${String(run[0])}–${String(run.at(-1))}`]))
    .join(', ')
}

/** `Bay 1`, `Bays 1, 3`, `Bays 1–8`; bays of other names by their names. */
export const named = (bays: readonly { readonly name: string }[]): string => {
  const numbers = bays.map(({ name }) => /^Bay (\d+)$/.exec(name)?.[1]).filter((it) => it !== undefined)
  if (bays.length < 2 || numbers.length < bays.length) return bays.map(({ name }) => name).join(', ')
  return `Bays ${ranges(numbers.map(Number).toSorted((one, other) => one - other))}`
}
