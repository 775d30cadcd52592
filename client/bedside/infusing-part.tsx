import { MS_PER_HOUR, type Instant } from '../../shared/domain/time.ts'
import { SCALE_INFO, type Scale } from '../../shared/domain/score.ts'
import type { InfusionView } from '../../shared/domain/session-view.ts'
import { readFields } from '../ui/event-fields.ts'
import { formatCountdown, formatDuration, formatFigure, formatMg, formatTime } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import { useBedside } from './bedside-context.ts'
import { happenedAt } from './timeline-rows.ts'
import { TimerRows } from './timer-rows.tsx'
import classes from './visit-panel.module.css'

/** The view's figure carried on at its rate: arithmetic of the plan, no rule of it. */
const deliveredAt = (infusion: InfusionView, viewAt: Instant, now: number): number => {
  const carried = infusion.deliveredMg + (infusion.rateMgPerHour * Math.max(0, now - viewAt)) / MS_PER_HOUR
  return Math.min(Math.max(infusion.plannedMg, infusion.deliveredMg), carried)
}

const TimeLeft = ({ infusion }: { readonly infusion: InfusionView }) => {
  const end = Date.parse(infusion.projectedEnd)
  const left = useNow((now) => formatCountdown(end - now), '--')
  const over = useNow((now) => (now >= end ? formatDuration(now - end) : ''), '')
  if (over !== '')
    return (
      <p className={classes.headline}>
        <span className={classes.large}>{over}</span>
        <span className={classes.beside}>since the plan ended</span>
      </p>
    )
  return (
    <p className={classes.headline}>
      <span className={classes.large}>{left}</span>
      <span className={classes.beside}>left, ends {formatTime(end)}</span>
    </p>
  )
}

const PausedFor = ({ since }: { readonly since: string }) => (
  <p className={classes.headline}>
    <span className={classes.large}>{useNow((now) => formatDuration(now - Date.parse(since)), '--')}</span>
    <span className={classes.beside}>paused</span>
  </p>
)

/** The same in the syringe, where its concentration was given at the start. */
const Volume = ({ infusion, delivered }: { readonly infusion: InfusionView; readonly delivered: number }) => {
  const { plannedMg, volumeMl } = infusion
  if (volumeMl === undefined) return null
  const mlPerMg = volumeMl / plannedMg
  return (
    <p className={classes.doseLine}>
      <span>
        <b>{(delivered * mlPerMg).toFixed(1)}</b> of {volumeMl.toFixed(1)} mL
      </span>
      <span>{((plannedMg - delivered) * mlPerMg).toFixed(1)} mL left</span>
      <span>{(infusion.rateMgPerHour * mlPerMg).toFixed(1)} mL/h</span>
    </p>
  )
}

const Dose = ({ infusion }: { readonly infusion: InfusionView }) => {
  const { viewAt, view } = useBedside()
  const delivered = useNow((now) => deliveredAt(infusion, viewAt, now), infusion.deliveredMg)
  const share = Math.min(100, (delivered / infusion.plannedMg) * 100)
  const weight = view.patient.weightKg
  return (
    <>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label="Dose given"
        aria-valuenow={Math.round(share)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span className={classes.barDone} style={{ width: `${share.toFixed(2)}%` }} />
      </div>
      <p className={classes.doseLine}>
        <span>
          <b>{formatMg(delivered)}</b> of {formatFigure(infusion.plannedMg)} mg
        </span>
        {weight === undefined ? null : (
          <span>
            {(delivered / weight).toFixed(2)} of {(infusion.plannedMg / weight).toFixed(2)} mg/kg
          </span>
        )}
        <span>{formatFigure(infusion.rateMgPerHour)} mg/h</span>
      </p>
      <Volume infusion={infusion} delivered={delivered} />
    </>
  )
}

const SHOWN_SCORES: readonly Scale[] = ['moaas', 'dissociation']

/** The newest scores of the visit, each with its time. */
const LatestScores = () => {
  const { log } = useBedside()
  return SHOWN_SCORES.map((scale) => {
    const newest = log.findLast(({ type, data }) => type === 'assessmentRecorded' && data.scale === scale)
    const score = newest === undefined ? null : readFields(newest.data).figure('score')
    return (
      <div key={scale}>
        <dt>{SCALE_INFO[scale].label}</dt>
        <dd>
          {score === null || newest === undefined ? (
            'not yet'
          ) : (
            <>
              {score} of {SCALE_INFO[scale].range[1]} <small>{formatTime(happenedAt(newest))}</small>
            </>
          )}
        </dd>
      </div>
    )
  })
}

/** Time left, dose, timers and the newest scores. */
export const InfusingPart = () => {
  const { infusion } = useBedside().view
  if (infusion === undefined) return null
  return (
    <>
      {infusion.pausedSince === undefined ? (
        <TimeLeft infusion={infusion} />
      ) : (
        <PausedFor since={infusion.pausedSince} />
      )}
      <Dose infusion={infusion} />
      <dl className={classes.facts}>
        <TimerRows except={['infusion']} />
        <LatestScores />
      </dl>
    </>
  )
}
