import type { Outcome } from './acknowledge.ts'
import { MAX_LINE_BYTES } from './framer.ts'
import type { Header } from './hl7-header.ts'
import type { Message } from './hl7-message.ts'
import { readObservation } from './observation.ts'

/** What is to be done with a message, told from its kind alone. */
export type Judgement =
  | { readonly kind: 'report' }
  /** Waveforms: the device speaks, and what it says is not kept. */
  | { readonly kind: 'heard' }
  /** An answer is never answered. */
  | { readonly kind: 'noAnswer' }
  | { readonly kind: 'outcome'; readonly outcome: Exclude<Outcome, { readonly kind: 'stored' }> }

const ANSWER_TYPES: readonly string[] = ['ACK', 'MCF']

/** Observations as they come: solicited or not, from the bedside, and the alarms of PCD-04. */
const REPORT_TRIGGERS: readonly string[] = ['', 'R01', 'R30', 'R31', 'R32', 'R40', 'R42']
const WAVEFORM_TRIGGER = 'W01'

const outcome = (value: Exclude<Outcome, { readonly kind: 'stored' }>): Judgement => ({
  kind: 'outcome',
  outcome: value,
})

const judgeType = ({ code, trigger, separators }: Header): Judgement | null => {
  if (ANSWER_TYPES.includes(code)) return { kind: 'noAnswer' }
  if (code === '') {
    const message = 'MSH-9 does not say what kind of message this is; ORU^R01 is taken here.'
    return outcome({ kind: 'unusable', fault: 'missing', message, location: ['MSH', 1, 9] })
  }
  const type = [code, trigger].filter((part) => part !== '').join(separators.component)
  const location = ['MSH', 1, 9] as const
  if (code !== 'ORU') {
    const message = `Messages of type ${type} are not taken here; ORU R01 is.`
    return outcome({ kind: 'unsupported', fault: 'type', message, location })
  }
  if (trigger === WAVEFORM_TRIGGER) return { kind: 'heard' }
  if (REPORT_TRIGGERS.includes(trigger)) return null
  const message = `Messages of type ${type} are not taken here; ORU R01 is.`
  return outcome({ kind: 'unsupported', fault: 'event', message, location })
}

const judgeContent = (message: Message): Judgement => {
  const rows = message.segments.filter(({ name }) => name === 'OBX')
  const hasOrder = message.segments.some(({ name }) => name === 'OBR')
  if (rows.length === 0 && !hasOrder) {
    const text = 'The message holds no observation: neither OBR nor OBX.'
    return outcome({ kind: 'unusable', fault: 'sequence', message: text })
  }
  if (rows.length > 0 && rows.every((row) => readObservation(row, message.separators) === null)) {
    const text = 'No OBX says in OBX-3 what was observed.'
    return outcome({ kind: 'unusable', fault: 'missing', message: text, location: ['OBX', 1, 3] })
  }
  return { kind: 'report' }
}

export const judgeMessage = (message: Message, header: Header): Judgement => {
  const isTooLong = message.segments.some(
    ({ fields }) => fields.reduce((sum, field) => sum + field.length + 1, 0) > MAX_LINE_BYTES,
  )
  if (isTooLong) {
    const text = `A segment is longer than ${MAX_LINE_BYTES} bytes; split it.`
    return outcome({ kind: 'unsupported', fault: 'sequence', message: text })
  }
  return judgeType(header) ?? judgeContent(message)
}
