import { SCALE_INFO, type Scale } from '../../../shared/domain/score.ts'
import type { SeriesAnswer } from '../../../shared/wire/review.ts'
import { formatFigure, formatTime, NO_VALUE, formatDay } from '../../ui/format.ts'
import { days } from '../../ui/next-visit-text.ts'
import { PHASE_WORD } from '../../ui/phase-words.ts'

export type SeriesVisit = SeriesAnswer['sessions'][number]

/** A visit in which something was given. */
export type GivenVisit = SeriesVisit & { readonly infusion: number; readonly dose: NonNullable<SeriesVisit['dose']> }

const isGiven = (visit: SeriesVisit): visit is GivenVisit => visit.infusion !== null && visit.dose !== null

export const givenVisits = (visits: readonly SeriesVisit[]): readonly GivenVisit[] => visits.filter(isGiven)

export const startOf = ({ dose, plannedStart, createdAt }: SeriesVisit): number =>
  Date.parse(dose?.startedAt ?? plannedStart ?? createdAt)

export const dayOf = (visit: SeriesVisit): string => formatDay(startOf(visit))

export const sinceText = ({ infusion, daysSincePrevious }: SeriesVisit): string =>
  infusion === null || daysSincePrevious === null ? '' : `${days(daysSincePrevious)} after infusion ${infusion - 1}`

export const doseText = ({ dose }: SeriesVisit): string => {
  if (dose === null) return 'none'
  const { deliveredMg, plannedMg } = dose
  const given = formatFigure(deliveredMg)
  const planned = formatFigure(plannedMg)
  return given === planned ? `${given} mg` : `${given} of ${planned} mg`
}

export const perKgText = ({ dose }: SeriesVisit): string => (dose === null ? NO_VALUE : dose.mgPerKg.toFixed(2))

const signed = (value: number): string => (value > 0 ? `+${formatFigure(value)}` : formatFigure(value))

export const riseText = ({ pressure }: SeriesVisit): string => {
  const rise = pressure?.rise ?? null
  return rise === null ? NO_VALUE : `${signed(rise.sbp)} at ${Math.round(rise.peakAfterMin)} min`
}

export const dissociationText = ({ dissociation }: SeriesVisit): string =>
  dissociation.length === 0
    ? NO_VALUE
    : dissociation
        .map(
          ({ scale, highest }) =>
            `${highest} of ${SCALE_INFO[scale].range[1]}${scale === 'cadss6' ? ' (CADSS-6)' : ''}`,
        )
        .join(', ')

/** `7 → 3`: at first and at last; one figure where it was taken once or stayed. */
export const measureText = ({ measures }: SeriesVisit, scale: Scale): string => {
  const taken = measures.find((measure) => measure.scale === scale)
  if (taken === undefined) return NO_VALUE
  return taken.first === taken.last ? String(taken.first) : `${taken.first} → ${taken.last}`
}

export const outcomeText = ({ phase, dose }: SeriesVisit): string =>
  dose?.outcome === 'stoppedEarly' ? `${PHASE_WORD[phase]}, stopped early` : PHASE_WORD[phase]

export const signatureText = ({ phase, signed: isSigned }: SeriesVisit): string => {
  if (isSigned) return 'signed'
  return phase === 'discharged' || phase === 'transferred' ? 'not signed' : NO_VALUE
}

/** Between the two newest infusions, and between all of them in days, oldest first. */
export const intervalTexts = (visits: readonly SeriesVisit[]): { readonly last: string; readonly all: string } => {
  const between = visits.flatMap(({ daysSincePrevious }) => (daysSincePrevious === null ? [] : [daysSincePrevious]))
  const last = between.at(-1)
  return last === undefined
    ? { last: 'no two infusions yet', all: NO_VALUE }
    : { last: days(last), all: between.join(', ') }
}

/** What is planned; what is due by the protocol stands beside it. */
export const nextText = (visits: readonly SeriesVisit[]): string => {
  const next = visits.find(({ phase, plannedStart }) => phase === 'scheduled' && plannedStart !== undefined)
  return next === undefined ? 'no visit is planned' : `planned for ${dayOf(next)}, ${formatTime(startOf(next))}`
}
