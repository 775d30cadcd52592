import type { SessionView, VitalView } from '../../shared/domain/session-view.ts'
import { formatAge, formatTime, formatValue, NO_VALUE } from '../ui/format.ts'
import { isCurrent, numberLook, type Aging, type NumberState } from './number-look.ts'

/** One blood pressure: it always carries its time and its age. */
export interface PressureLook {
  readonly label: 'BP' | 'ART'
  readonly systolic: string
  readonly diastolic: string
  readonly mean: string
  readonly state: NumberState
  readonly time: string
  readonly age: string
  /** The last pressure, where it counts no longer. */
  readonly note: string
}

type Vitals = SessionView['vitals']

interface Triple {
  readonly label: 'BP' | 'ART'
  readonly systolic: VitalView | undefined
  readonly diastolic: VitalView | undefined
  readonly mean: VitalView | undefined
}

const cuff = ({ sbp, dbp, map }: Vitals): Triple => ({ label: 'BP', systolic: sbp, diastolic: dbp, mean: map })

const artery = ({ abpSys, abpDia, abpMean }: Vitals): Triple => ({
  label: 'ART',
  systolic: abpSys,
  diastolic: abpDia,
  mean: abpMean,
})

/** The cuff speaks for the blood pressure; an arterial line only where there is no cuff's value. */
const chosen = (vitals: Vitals, aging: Aging): Triple => {
  const line = artery(vitals)
  return !isCurrent(vitals.sbp, aging) && isCurrent(line.systolic, aging) ? line : cuff(vitals)
}

const shown = (vital: VitalView | undefined, aging: Aging): string =>
  vital !== undefined && isCurrent(vital, aging) ? formatValue('sbp', vital.value) : NO_VALUE

const lastValue = (vital: VitalView | undefined): string =>
  formatValue('sbp', vital?.value ?? vital?.last?.value ?? null)

export const pressureLook = (vitals: Vitals, aging: Aging): PressureLook => {
  const { label, systolic, diastolic, mean } = chosen(vitals, aging)
  const { state } = numberLook('sbp', systolic, aging)
  const measuredAt = systolic === undefined ? null : Date.parse(systolic.time)
  const isSamePressure = mean?.time === systolic?.time
  return {
    label,
    systolic: shown(systolic, aging),
    diastolic: shown(diastolic, aging),
    mean: isSamePressure && mean !== undefined && isCurrent(mean, aging) ? formatValue('map', mean.value) : '',
    state,
    time: measuredAt === null ? '' : formatTime(measuredAt),
    age: measuredAt === null ? '' : formatAge(aging.now - measuredAt),
    note: state === 'gone' ? `${lastValue(systolic)}/${lastValue(diastolic)}` : '',
  }
}
