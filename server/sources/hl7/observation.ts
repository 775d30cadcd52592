import {
  meaningOfCode,
  meaningOfName,
  meaningOfPair,
  isReferenceId,
  normaliseLabel,
  type Meaning,
} from './code-table.ts'
import {
  componentsOf,
  fieldOf,
  repetitionsOf,
  subcomponentsOf,
  unescapeText,
  type Segment,
  type Separators,
} from './hl7-message.ts'
import { readObservedValue, type ObservedValue } from './observation-value.ts'

/** One OBX, read. */
export interface Observation {
  readonly code: string
  readonly name: string
  /** null: no table knows it. */
  readonly meaning: Meaning | null
  readonly isAlert: boolean
  /** OBX-4: place in the tree of the device's parts. */
  readonly containment: string
  readonly value: ObservedValue
  /** OBX-5 as text for people. */
  readonly text: string
  /** OBX-6, its components joined by `^` whatever the sender's mark is. */
  readonly unit: string
  readonly flags: readonly string[]
  readonly status: string
  readonly isAperiodic: boolean
  /** OBX-14. */
  readonly time: string
  /** OBX-18, raw. */
  readonly equipment: string
}

/** Some monitors leave OBX-2 out and put the id there: all fields from it on stand one place too far left. */
const withValueType = (segment: Segment, { component }: Separators): Segment => {
  const isMoved = segment.fields[2]?.includes(component) === true
  return isMoved ? { ...segment, fields: [...segment.fields.slice(0, 2), '', ...segment.fields.slice(2)] } : segment
}

const ARTERIAL_WORDS = /\b(?:ART|ABP|IBP|INVASIVE|ARTERIAL LINE)\b/
const NON_INVASIVE = /\bNON ?INVASIVE\b/

/** A number says "blood pressure" of either kind: a name that speaks of an arterial line keeps it from the cuff. */
const contradicts = ({ metric }: Meaning, names: readonly string[]): boolean => {
  if (metric !== 'sbp' && metric !== 'dbp' && metric !== 'map') return false
  const label = names.map(normaliseLabel).join(' ')
  return ARTERIAL_WORDS.test(label) && !NON_INVASIVE.test(label)
}

/** OBX-3: two triplets of code, name and system. */
interface Identifier {
  readonly code: string
  readonly name: string
  readonly system: string
  readonly otherCode: string
  readonly otherName: string
  readonly otherSystem: string
}

const readIdentifier = (field: string, separators: Separators): Identifier => {
  const components = componentsOf(field, separators)
  const at = (index: number): string => components[index] ?? ''
  return {
    code: at(0),
    name: at(1),
    system: at(2),
    otherCode: at(3),
    otherName: at(4),
    otherSystem: at(5),
  }
}

const IS_NUMBER = /^[\d.-]*$/

/** The name wins over the number; a number counts where no name is known and none is an id of its own. */
const meaningOf = (id: Identifier, separators: Separators): Meaning | null => {
  const names = [id.name, id.otherName, IS_NUMBER.test(id.code) ? '' : id.code].filter((one) => one !== '')
  const named = [meaningOfPair(id.code, id.name), ...names.map(meaningOfName)].find((found) => found !== null)
  if (named !== undefined) return named
  if (names.some(isReferenceId)) return null
  const bare = (code: string): string => subcomponentsOf(code, separators)[0] ?? ''
  const coded = meaningOfCode(bare(id.code), id.system) ?? meaningOfCode(bare(id.otherCode), id.otherSystem)
  return coded !== null && contradicts(coded, names) ? null : coded
}

const ALERT_SYSTEM = 'MDIL-ALERT'
/** Mindray's older protocol: OBX-2 CE, OBX-3 2 (alarm of the patient) or 4 (of the device), the words in OBX-5.2. */
const CODED_ALERTS: readonly string[] = ['2', '4']

const isAlertRow = (type: string, { code, name, system }: Identifier): boolean =>
  system.toUpperCase() === ALERT_SYSTEM || (type === 'CE' && name === '' && CODED_ALERTS.includes(code))

const textOf = (type: string, field: string, separators: Separators): string => {
  const repetitions = repetitionsOf(field, separators).map((one) => unescapeText(one, separators).trim())
  const [first = ''] = repetitions
  const words = first.split(separators.component)
  const isCoded = type === 'CE' || type === 'CWE' || type === 'CNE'
  return isCoded ? (words[1] ?? '') || (words[0] ?? '') : repetitions.join(' ')
}

/** OBX-17 by the profile, OBX-13 on Philips centrals and on monitors that copy them. */
const APERIODIC_FIELDS: readonly number[] = [13, 17]

const hasContent = (field: string): boolean => field.trim() !== ''

/** @returns null for a row without any code: nothing says what it is. */
export const readObservation = (segment: Segment, separators: Separators): Observation | null => {
  const row = withValueType(segment, separators)
  const field = (index: number): string => fieldOf(row, index)
  if (!hasContent(field(3).replaceAll(separators.component, ''))) return null
  const type = field(2).trim().toUpperCase()
  const id = readIdentifier(field(3), separators)
  const isAlert = isAlertRow(type, id)
  return {
    code: id.code,
    name: id.name,
    meaning: isAlert ? null : meaningOf(id, separators),
    isAlert,
    containment: field(4).trim(),
    value: readObservedValue(type, field(5), separators),
    text: textOf(type, field(5), separators),
    unit: componentsOf(field(6), separators).join('^'),
    flags: repetitionsOf(field(8), separators).map((flag) => (componentsOf(flag, separators)[0] ?? '').toUpperCase()),
    status: field(11).trim().slice(0, 1).toUpperCase(),
    isAperiodic: APERIODIC_FIELDS.some((index) => /APERIODIC/i.test(field(index))),
    time: field(14),
    equipment: repetitionsOf(field(18), separators)[0]?.trim() ?? '',
  }
}
