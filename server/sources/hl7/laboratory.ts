import { componentsOf, fieldOf, type Message, type Segment } from './hl7-message.ts'

/** HL7 table 0074, the sections whose results are no vital signs: laboratories, imaging, pathology, pharmacy. */
const SECTIONS: readonly string[] = [
  ...['BG', 'BLB', 'CH', 'CP', 'CT', 'CTH', 'CUS', 'CY', 'EN', 'GE', 'HM', 'ICU-LAB', 'IMM', 'LAB', 'MB', 'MCB', 'MYC'],
  ...['NMR', 'NMS', 'OUS', 'PHR', 'RAD', 'RUS', 'RX', 'SP', 'SR', 'TX', 'VR', 'VUS', 'XRC'],
]

const LABORATORY_WORDS =
  /\b(?:BLOOD GAS\w*|GAS PANEL|ABG|GLUCOSE|CHOLEST\w*|LIPID|METABOLIC|H(?:A)?EMATOLOGY|H(?:A)?EMOGLOBIN|CBC|BLOOD COUNT|CULTURE|URINALYSIS|SERUM|PLASMA|PATHOLOGY|RADIOLOGY|ECHO ?CARDIO\w*)\b/i

/** One order of a laboratory: its section, its specimen or its name says so. */
const isLaboratoryOrder = (order: Segment, message: Message): boolean => {
  const section = fieldOf(order, 24).trim().toUpperCase()
  const specimen = componentsOf(fieldOf(order, 15), message.separators).join('')
  const name = componentsOf(fieldOf(order, 4), message.separators).join(' ')
  return SECTIONS.includes(section) || specimen !== '' || LABORATORY_WORDS.test(name)
}

/** A laboratory's saturation of a blood sample must never stand where the monitor's does. */
export const isLaboratory = (message: Message): boolean =>
  message.segments.some(({ name }) => name === 'SPM' || name === 'SAC') ||
  message.segments.some((segment) => segment.name === 'OBR' && isLaboratoryOrder(segment, message))
