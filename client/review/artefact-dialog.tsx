import { Chip, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { SessionView } from '../../shared/domain/session-view.ts'
import { METRIC_INFO, METRICS, type Metric } from '../../shared/domain/vital.ts'
import type { ChartSpan, VisitChart } from '../../shared/wire/chart.ts'
import { formatClock, formatDuration } from '../ui/format.ts'
import classes from './dialog.module.css'
import { RecordDialog } from './record-dialog.tsx'
import { useOrder } from './use-order.ts'

export interface ArtefactDialogProps {
  readonly view: SessionView
  readonly chart: VisitChart
  readonly stretch: ChartSpan
  readonly onClose: () => void
}

const USUAL_REASONS = ['Movement', 'Probe off or moved', 'Cuff on the same arm', 'Spike, not confirmed'] as const

/** Those that the chart shows can be judged on it. */
const drawn = ({ pressure, lines }: VisitChart): readonly Metric[] => {
  const shown = new Set<Metric>([
    ...lines.map(({ series }) => series.metric),
    ...pressure.arterial.map(({ metric }) => metric),
    ...(pressure.pulse === null ? [] : [pressure.pulse.metric]),
    ...(pressure.cuff.length === 0 ? [] : (['sbp', 'dbp', 'map'] as const)),
  ])
  return METRICS.filter((metric) => shown.has(metric))
}

/** Marks a stretch: hollow in the chart, out of the statistics, and never deleted. */
export const ArtefactDialog = ({ view, chart, stretch, onClose }: ArtefactDialogProps) => {
  const metrics = drawn(chart)
  const [metric, setMetric] = useState<Metric | null>(metrics.includes('spo2') ? 'spo2' : (metrics[0] ?? null))
  const [reason, setReason] = useState('')
  const order = useOrder(view.id, 'commands', onClose)
  const [from, to] = [Math.floor(stretch.from), Math.ceil(stretch.to)]
  return (
    <RecordDialog
      title="Mark as artefact"
      view={view}
      order={order}
      action="Mark"
      isIncomplete={metric === null || reason.trim() === ''}
      onSend={() =>
        order.send({
          type: 'markArtefact',
          metric,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          reason: reason.trim(),
        })
      }
      onClose={onClose}
    >
      <p className={classes.hint}>
        {formatClock(from)} to {formatClock(to)}, {formatDuration(to - from)} min. The values stay in the record and in
        the chart, hollow; statistics leave them out and say so.
      </p>
      <Select
        label="Of which value"
        allowDeselect={false}
        value={metric}
        data={metrics.map((it) => ({ value: it, label: `${METRIC_INFO[it].label} ${METRIC_INFO[it].unitLabel}` }))}
        onChange={setMetric}
      />
      <Chip.Group value={reason} onChange={(chosen) => setReason(chosen)}>
        <div role="group" aria-label="Usual reasons" style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
          {USUAL_REASONS.map((usual) => (
            <Chip key={usual} value={usual} size="md">
              {usual}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <Textarea
        label="Reason"
        required
        autosize
        minRows={1}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </RecordDialog>
  )
}
