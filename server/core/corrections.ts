import { GRADES } from '../../shared/domain/command.ts'
import { fieldsOf, type Field, type Fields } from '../../shared/domain/correctable.ts'
import type { Refusal } from '../../shared/domain/refusal.ts'
import { err, ok, type Result } from '../../shared/domain/result.ts'
import { parseIso, type Instant } from '../../shared/domain/time.ts'
import { checkBaseline, checkHandValues, checkPatient, checkScore } from './plausible.ts'
import { badRequest, firstObjection, isPositive, outOfRange, type Objection } from './refusals.ts'
import type { JournalEntry, SessionState } from './session.ts'

type Correction = Readonly<Record<string, unknown>>

const NEVER: Readonly<Partial<Record<JournalEntry['type'], string>>> = {
  amended: 'amend the entry that it corrects once more',
  signedOff: 'a signature stands; amend what was signed',
}

/** The entry that an amendment corrects: one that a person wrote. */
export const correctable = (state: SessionState, seq: number): Result<JournalEntry, Refusal> => {
  const entry = state.journal.find((it) => it.seq === seq)
  if (entry === undefined && (seq < 1 || seq > state.seq))
    return err(outOfRange(`There is no entry ${seq}; the session has 1 to ${state.seq}.`))
  if (entry === undefined)
    return err(badRequest(`Entry ${seq} was not written by a person and stays as it is; add a note to say more.`))
  const instead = NEVER[entry.type]
  return instead === undefined
    ? ok(entry)
    : err(badRequest(`Entry ${seq} (${entry.type}) cannot be amended: ${instead}.`))
}

const isRecord = (value: unknown): value is Correction =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const timeOf = (value: unknown): Instant | null => (typeof value === 'string' ? parseIso(value) : null)

const isFigure = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

type Kind = Exclude<Field, Fields>

/** A time within the session, and not in the future. */
type IsPast = (at: Instant) => boolean

interface Acceptance {
  readonly words: string
  readonly accepts: (value: unknown, isPast: IsPast) => boolean
}

const ACCEPTANCE: Readonly<Record<Kind, Acceptance>> = {
  text: {
    words: 'a text that is not empty',
    accepts: (value) => typeof value === 'string' && value.trim() !== '',
  },
  figure: { words: 'a number', accepts: isFigure },
  positive: { words: 'a number above 0', accepts: (value) => isFigure(value) && isPositive(value) },
  figures: {
    words: 'a number for each item',
    accepts: (value) => isRecord(value) && Object.values(value).every(isFigure),
  },
  flag: { words: 'true or false', accepts: (value) => typeof value === 'boolean' },
  grade: { words: GRADES.join(', '), accepts: (value) => GRADES.some((grade) => grade === value) },
  time: {
    words: 'a time of this session in RFC 3339, not in the future',
    accepts: (value, isPast) => {
      const at = timeOf(value)
      return at !== null && isPast(at)
    },
  },
}

const checkField = (name: string, field: Field, given: unknown, isPast: IsPast): Objection => {
  if (typeof field === 'object') return checkFields(field, given, isPast)
  const { words, accepts } = ACCEPTANCE[field]
  return accepts(given, isPast) ? null : outOfRange(`The correction of ${name} must be ${words}.`)
}

const checkFields = (fields: Fields, value: unknown, isPast: IsPast): Objection => {
  const names = Object.keys(fields).join(', ')
  if (!isRecord(value) || Object.keys(value).length === 0)
    return badRequest(`A correction is an object with at least one of ${names}.`)
  const objections = Object.entries(value).map(([name, given]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return field === undefined
      ? badRequest(`This entry has no ${name} to correct; it has ${names}.`)
      : checkField(name, field, given, isPast)
  })
  return firstObjection(...objections)
}

/** One level down, as values and patient are kept. */
const merge = (before: object, correction: Correction): Correction => {
  const kept = before as Correction
  const merged = Object.entries(correction).map(([name, value]): [string, unknown] => {
    const old = kept[name]
    return [name, isRecord(value) && isRecord(old) && name !== 'items' ? { ...old, ...value } : value]
  })
  return { ...kept, ...Object.fromEntries(merged) }
}

/** The entry as it reads after the correction. Fields of time are written as text and kept as instants. */
export const corrected = (entry: JournalEntry, correction: Correction): JournalEntry => {
  const { occurredAt, ...given } = correction
  const kinds = fieldsOf(entry.type)
  const fields = Object.entries(given).map(([name, value]) => [name, kinds[name] === 'time' ? timeOf(value) : value])
  const data = merge(entry.data, Object.fromEntries(fields) as Correction)
  return { ...entry, at: timeOf(occurredAt) ?? entry.at, data } as JournalEntry
}

/** What was checked when it was entered holds for what it is corrected to. */
const checkCorrected = (entry: JournalEntry): Objection => {
  if (entry.type === 'sessionScheduled') return checkPatient(entry.data.patient)
  if (entry.type === 'baselineRecorded') return checkBaseline(entry.data.values)
  if (entry.type === 'vitalsRecorded') return checkHandValues(entry.data.values)
  return entry.type === 'assessmentRecorded' ? checkScore(entry.data) : null
}

export const checkCorrection = (
  state: SessionState,
  entry: JournalEntry,
  correction: Correction,
  now: Instant,
): Objection => {
  const isPast: IsPast = (at) => at >= state.createdAt && at <= now
  return checkFields(fieldsOf(entry.type), correction, isPast) ?? checkCorrected(corrected(entry, correction))
}
