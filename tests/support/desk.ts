// A desk for HL7 messages whose door writes down what it is handed.
import { asLatin1 } from '../../server/sources/hl7/hl7-text.ts'
import { zoneOffset } from '../../server/sources/hl7/hl7-time.ts'
import { createMessageDesk, type DeskParts } from '../../server/sources/hl7/message-desk.ts'
import type { BadInput, DeviceReport, Door, IngestAnswer, RawReading } from '../../server/ports/source.ts'
import { NOON } from './door.ts'
import { silentLog } from './silent-log.ts'

export const createNotingDoor = (
  answer: (report: DeviceReport) => IngestAnswer | Promise<IngestAnswer> = storedAll,
) => {
  const reports: DeviceReport[] = []
  const refused: BadInput[] = []
  const door: Door = {
    accept: (report) => {
      reports.push(report)
      return Promise.resolve(answer(report))
    },
    refuse: (input) => {
      refused.push(input)
    },
  }
  return { door, reports, refused }
}

export const storedAll = (report: DeviceReport): IngestAnswer => ({
  kind: 'stored',
  accepted: report.readings.length,
  duplicates: 0,
  rejected: [],
})

/** `spo2 97`, `hr --`, `pr off`; a quality other than good behind it. */
export const inWords = ({ metric, value, status, quality }: RawReading): string => {
  const said = value === null ? (status === 'sensorOff' ? 'off' : '--') : String(value)
  return [metric, said, quality].filter((word) => word !== undefined).join(' ')
}

/** MSA-1 and MSA-2 of each answer: `AA 17`. */
export const acknowledged = (answers: readonly Uint8Array[]): readonly string[] =>
  answers.map((answer) => {
    const [, code = '', controlId = ''] = /\rMSA\|([^|\r]*)\|([^|\r]*)/.exec(asLatin1(answer)) ?? []
    return `${code} ${controlId}`
  })

export const openDesk = (more: Partial<DeskParts> = {}) => {
  const noting = createNotingDoor()
  const desk = createMessageDesk({
    door: noting.door,
    clock: { speed: 1, now: () => NOON },
    log: silentLog,
    zone: zoneOffset('UTC'),
    modeOf: () => 'auto',
    wait: () => Promise.resolve(),
    ...more,
  })
  return { ...noting, desk }
}

/** What a whole frame comes to: vital signs of all its messages and the answers. */
export const takeFrame = async (content: Uint8Array | string, more: Partial<DeskParts> = {}) => {
  const { desk, reports, refused } = openDesk(more)
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const answers = await desk.take(bytes, '10.0.0.9')
  return {
    answers,
    reports,
    refused,
    vitals: reports.flatMap(({ readings }) => readings.map(inWords)),
    acks: acknowledged(answers),
  }
}
