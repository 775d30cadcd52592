import { Button, RangeSlider } from '@mantine/core'
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../../shared/domain/time.ts'
import type { ChartSpan } from '../../../shared/wire/chart.ts'
import { formatAge, formatClock } from '../../ui/format.ts'
import { PLOT_MARGIN } from './chart-plot.tsx'
import classes from './chart.module.css'
import { LEAST_SPAN_MS, lengthOf, within, zoomed } from './zoom.ts'

export interface ZoomBarProps {
  readonly whole: ChartSpan
  readonly shown: ChartSpan
  readonly onShown: (shown: ChartSpan) => void
}

const STRETCHES = [
  { label: '1 h', ms: MS_PER_HOUR },
  { label: '10 min', ms: 10 * MS_PER_MINUTE },
  { label: '1 min', ms: MS_PER_MINUTE },
] as const

/** How much of the visit is shown: both ends can be drawn, and moved by keys. */
export const ZoomBar = ({ whole, shown, onShown }: ZoomBarProps) => {
  const isWhole = lengthOf(shown) >= lengthOf(whole)
  const middle = (shown.from + shown.to) / 2
  return (
    <div className={classes.zoomBar}>
      <RangeSlider
        className={classes.brush ?? ''}
        style={{ marginLeft: PLOT_MARGIN.left, marginRight: PLOT_MARGIN.right }}
        min={whole.from}
        max={whole.to}
        minRange={Math.min(LEAST_SPAN_MS, lengthOf(whole))}
        step={1_000}
        value={[shown.from, shown.to]}
        label={formatClock}
        thumbFromLabel="Shown from"
        thumbToLabel="Shown to"
        onChange={([from, to]) => onShown(within(whole, { from, to }))}
      />
      <div className={classes.zoomButtons} role="group" aria-label="How much is shown">
        <Button
          size="sm"
          variant={isWhole ? 'filled' : 'default'}
          onClick={() => onShown({ from: whole.from, to: whole.to })}
        >
          All, {formatAge(lengthOf(whole))}
        </Button>
        {STRETCHES.filter(({ ms }) => ms < lengthOf(whole)).map(({ label, ms }) => (
          <Button
            key={label}
            size="sm"
            variant={Math.abs(lengthOf(shown) - ms) < 1_000 ? 'filled' : 'default'}
            onClick={() => onShown(zoomed(whole, shown, ms / lengthOf(shown), middle))}
          >
            {label}
          </Button>
        ))}
      </div>
    </div>
  )
}
