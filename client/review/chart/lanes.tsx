import type { VisitChart } from '../../../shared/wire/chart.ts'
import { PHASE_WORD } from '../../ui/phase-words.ts'
import { PRIORITY_LOOK } from '../../ui/priority.ts'
import classes from './chart.module.css'
import { ENTRY_RADIUS, sideBySide } from './side-by-side.ts'
import { usePanel, usePlotEnds } from './use-panel.ts'

const LETTER = 8
const LEAST_WIDTH = 5

const clamped = (left: number, right: number, ends: { readonly left: number; readonly right: number }) => ({
  from: Math.max(ends.left, left),
  to: Math.min(ends.right, right),
})

/** Phases as bands with their word, where there is room for it. */
export const PhaseLane = ({ phases }: Pick<VisitChart, 'phases'>) => {
  const scales = usePanel('phases')
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const [top, bottom] = [scales.y(1), scales.y(0)]
  return phases.map(({ phase, from, to }) => {
    const band = clamped(scales.x(from), scales.x(to), ends)
    const width = band.to - band.from - 2
    if (width <= 0) return null
    return (
      <g key={from}>
        <rect className={classes.phase} data-phase={phase} x={band.from} y={top} width={width} height={bottom - top} />
        {width < PHASE_WORD[phase].length * LETTER + 8 ? null : (
          <text className={classes.phaseLabel} x={band.from + 8} y={(top + bottom) / 2 + 5}>
            {PHASE_WORD[phase]}
          </text>
        )}
      </g>
    )
  })
}

/** Alarms as long as they stood, in their colour and with their mark; a technical one stands hollow. */
export const AlarmLane = ({ alarms }: Pick<VisitChart, 'alarms'>) => {
  const scales = usePanel('alarms')
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const [top, bottom] = [scales.y(0.45), scales.y(0)]
  return alarms.map(({ from, to, channel, priority, kind }) => {
    const band = clamped(scales.x(from), Math.max(scales.x(to), scales.x(from) + LEAST_WIDTH), ends)
    if (band.to <= band.from) return null
    return (
      <g key={`${channel} ${from}`}>
        <rect
          className={classes.alarm}
          data-priority={priority}
          data-kind={kind}
          x={band.from}
          y={top}
          width={band.to - band.from}
          height={bottom - top}
          rx={2}
        />
        <text className={classes.alarmMark} x={band.from} y={top - 3}>
          {kind === 'technical' ? '◇' : ''}
          {PRIORITY_LOOK[priority].mark}
        </text>
      </g>
    )
  })
}

/** Entries with the number that the list beside the chart gives them. */
export const EntryLane = ({ entries }: Pick<VisitChart, 'entries'>) => {
  const scales = usePanel('entries')
  const ends = usePlotEnds()
  if (scales === null || ends === null) return null
  const middle = scales.y(0.5)
  const shown = entries.filter(({ at }) => scales.x(at) >= ends.left && scales.x(at) <= ends.right)
  return sideBySide(shown, scales.x, ends.right).map(({ number, at }) => (
    <g key={number}>
      <circle className={classes.entry} cx={at} cy={middle} r={ENTRY_RADIUS} />
      <text className={classes.entryNumber} x={at} y={middle + 4} textAnchor="middle">
        {number}
      </text>
    </g>
  ))
}
