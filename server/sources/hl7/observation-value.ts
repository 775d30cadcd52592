import { componentsOf, repetitionsOf, unescapeText, type Separators } from './hl7-message.ts'

/** What OBX-5 holds. */
export type ObservedValue =
  | { readonly kind: 'number'; readonly value: number }
  /** The device speaks of it and has no value; `isProbeOff` where its marker means that nothing is connected. */
  | { readonly kind: 'none'; readonly isProbeOff: boolean }
  | { readonly kind: 'text' }

/** feeds.md section 1: numbers that mean "no value". */
const NO_VALUE_NUMBERS: readonly number[] = [-1, -100, -999, -99.9, -10_000, 8_388_607]
/** Sent with the probe off the finger (Mindray and its relatives). */
const PROBE_OFF_NUMBER = -100

/** Dashes, dots, stars and question marks, as a monitor's screen shows nothing. */
const NO_VALUE_MARKS = /^[-–—.*?_\s]*$/
const NO_VALUE_WORDS = /^(?:nan|n\/?a|null|none|invalid)$/i

const NUMBER = /^([+-]?\d+(?:[.,]\d+)?)\s*%?$/

/** Arrays, times, codes, attachments: never one number, whatever they look like. */
const OTHER_TYPES: readonly string[] = ['NA', 'MA', 'DT', 'TM', 'DTM', 'TS', 'CE', 'CWE', 'CNE', 'CF', 'ED', 'RP']

const NONE: ObservedValue = { kind: 'none', isProbeOff: false }

const readNumber = (text: string): ObservedValue => {
  const trimmed = text.trim()
  if (NO_VALUE_MARKS.test(trimmed) || NO_VALUE_WORDS.test(trimmed)) return NONE
  const digits = NUMBER.exec(trimmed)?.[1]
  if (digits === undefined) return { kind: 'text' }
  const value = Number(digits.replace(',', '.'))
  if (NO_VALUE_NUMBERS.includes(value)) return { kind: 'none', isProbeOff: value === PROBE_OFF_NUMBER }
  return { kind: 'number', value }
}

/** SN: comparator^number^separator^number. Only an exact number is one. */
const readStructured = (field: string, separators: Separators): ObservedValue => {
  const parts = componentsOf(field, separators)
  if (parts.length === 1) return readNumber((parts[0] ?? '').replace(/^=/, ''))
  const [comparator = '', first = '', ...rest] = parts
  const isExact = (comparator === '' || comparator === '=') && rest.every((part) => part === '')
  return isExact ? readNumber(first) : { kind: 'text' }
}

export const readObservedValue = (type: string, field: string, separators: Separators): ObservedValue => {
  if (field.trim() === '') return NONE
  if (OTHER_TYPES.includes(type) || repetitionsOf(field, separators).length > 1) return { kind: 'text' }
  if (type === 'SN' || field.trimStart().startsWith(`=${separators.component}`))
    return readStructured(field, separators)
  return readNumber(unescapeText(field, separators))
}
