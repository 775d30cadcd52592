import { formatClock } from '../ui/format.ts'
import { channelWords } from '../ui/alarm-words.ts'
import { REPLAY_SPEEDS } from '../../shared/wire/replay.ts'
import classes from './replay.module.css'
import type { ReplayHand } from './use-replay.ts'

interface ReplayControlsProps {
  readonly hand: ReplayHand
  readonly at: number
}

/** The next alarm later than this; null: there is none. */
export const nextAlarm = ({ whole }: Pick<ReplayHand, 'whole'>, at: number): number | null =>
  whole?.alarms.find((alarm) => alarm.at > at)?.at ?? null

const SeekBar = ({ hand: { whole, seek }, at }: ReplayControlsProps) => {
  if (whole === null) return null
  const { begins, ends, alarms } = whole
  return (
    <div className={classes.seek}>
      <input
        type="range"
        aria-label="Time of the visit"
        aria-valuetext={formatClock(at)}
        min={begins}
        max={ends}
        step={1_000}
        value={at}
        onChange={(event) => seek(Number(event.currentTarget.value))}
      />
      <div className={classes.alarms} aria-hidden="true">
        {alarms.map((alarm, index) => (
          <span
            key={`${alarm.at} ${index}`}
            className={classes.alarm}
            data-priority={alarm.priority}
            title={`${formatClock(alarm.at)} ${channelWords(alarm.channel)}`}
            style={{ left: `${((alarm.at - begins) / Math.max(1, ends - begins)) * 100}%` }}
          />
        ))}
      </div>
    </div>
  )
}

/** What a hand can do with a replay; each has a key as well. */
export const ReplayControls = ({ hand, at }: ReplayControlsProps) => {
  const next = nextAlarm(hand, at)
  return (
    <div className={classes.controls} role="toolbar" aria-label="Replay">
      <button type="button" className={classes.button} onClick={() => hand.play(!hand.isPlaying)}>
        {hand.isPlaying ? 'Pause' : 'Play'}
      </button>
      <label className={classes.speed}>
        Speed
        <select value={hand.speed} onChange={(event) => hand.setSpeed(Number(event.currentTarget.value))}>
          {REPLAY_SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {speed} ×
            </option>
          ))}
        </select>
      </label>
      <SeekBar hand={hand} at={at} />
      <button
        type="button"
        className={classes.button}
        disabled={next === null}
        onClick={() => (next === null ? undefined : hand.seek(next))}
      >
        Next alarm
      </button>
    </div>
  )
}
