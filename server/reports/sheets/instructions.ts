import type { VisitSheet } from '../../../shared/wire/visit-sheet.ts'
import type { VisitRecord } from '../visit-record.ts'
import { eventsOf, figure, happenedAt, row, section, sheetOf } from './sheet-parts.ts'

/** For the patient to take home. Plain words; the figures behind them stand in the protocol's sources. */
const AT_HOME = [
  'Do not drive, ride a bicycle or use machines until the next day, after a night’s sleep.',
  'Let somebody take you home, and do not be alone for the rest of the day if you feel unwell.',
  'Do not sign or decide anything of weight today.',
  'Drink no alcohol today, and take no sleeping pills or sedatives that were not agreed with us.',
] as const

const MAY_FEEL = [
  'You may feel drowsy, dizzy, sick, or a little apart from yourself. It passes within hours.',
  'Stand up slowly. Eat and drink lightly at first.',
] as const

const CALL = [
  'Call us if you keep vomiting, if the feeling of being apart does not pass, or if anything worries you.',
  'Call the emergency number for trouble breathing, chest pain, fainting, a severe headache, or thoughts of harming yourself.',
] as const

/** Where somebody writes by hand: what no entry holds. */
const byHand = (label: string) => row(label, null)

export const instructions = (record: VisitRecord): VisitSheet => {
  const { infusion } = record.view
  const left = eventsOf(record, 'sessionDischarged').at(-1)
  const given = infusion === undefined ? null : `${figure(infusion.deliveredMg, 1)} mg, ${record.view.protocol.name}`
  const escort =
    left === undefined || left.data.escort === '' ? byHand('Taken home by') : row('Taken home by', left.data.escort)
  return sheetOf(record, {
    kind: 'instructions',
    title: 'For your way home',
    sections: [
      section('Today', {
        rows: [
          row('Given', given, infusion?.startedAt),
          escort,
          left === undefined ? byHand('Left at') : row('Left', 'as recorded', happenedAt(left)),
        ],
      }),
      section('At home', { lines: [...AT_HOME] }),
      section('What you may feel', { lines: [...MAY_FEEL] }),
      section('When to call', { lines: [...CALL], rows: [byHand('Our telephone'), byHand('Next visit')] }),
    ],
    missing: [],
  })
}
