import { Button } from '@mantine/core'
import { IconBellOff, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { AlarmId } from '../../shared/domain/ids.ts'
import type { AlarmView, SessionView } from '../../shared/domain/session-view.ts'
import { alarmPlaces, alarmText, asksForRepeat, limitTexts, shownPriority } from '../ui/alarm-look.ts'
import { alarmStateWord } from '../ui/alarm-state-word.ts'
import { AlarmMark } from '../ui/alarm-mark.tsx'
import { ChemText } from '../ui/chem-text.tsx'
import { formatCountdown, formatDuration, formatFigure } from '../ui/format.ts'
import { useNow } from '../ui/use-now.ts'
import { useShortcuts } from '../ui/use-shortcuts.ts'
import classes from './alarm-bar.module.css'
import { isOffered, useBedside } from './bedside-context.ts'
import { LimitsSheet } from './limits/limits-sheet.tsx'
import { MeasureAgainSheet } from './sheets/measure-again-sheet.tsx'
import { useUrgent } from './use-urgent.ts'

const AUDIO_PAUSE_S = 120

const Standing = ({ since }: { readonly since: string }) => (
  <span>{useNow((now) => formatDuration(now - Date.parse(since)), '')}</span>
)

const isPressure = ({ channel }: AlarmView): boolean => /^(sbp|dbp|map|nibp)\./.test(channel)

const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatFigure(value)}`

/** `baseline 128/80, +44`: how far a pressure is from where it began. */
const baselineText = ({ baseline, vitals }: SessionView): string => {
  const systolic = vitals.sbp?.value ?? null
  if (baseline === undefined) return ''
  const from = systolic === null ? '' : `, ${signed(systolic - baseline.sbp)}`
  return `baseline ${formatFigure(baseline.sbp)}/${formatFigure(baseline.dbp)}${from}`
}

const Calm = ({ onLimits }: { readonly onLimits: () => void }) => {
  const bedside = useBedside()
  const { view } = bedside
  const limits = limitTexts(view.limits)
  return (
    <section className={classes.calm} aria-label="Alarms">
      <span>
        {view.devices.length === 0 ? 'No monitor attached: no number of this visit is live.' : 'Limits in force'}
      </span>
      {limits.map(({ key, text }) => (
        <span key={key}>
          <ChemText text={text} />
        </span>
      ))}
      {isOffered(bedside, 'setLimits') ? (
        <Button size="xl" px="md" variant="default" className={classes.change} onClick={onLimits}>
          Change limits
        </Button>
      ) : null}
    </section>
  )
}

const AudioPause = () => {
  const bedside = useBedside()
  const urgent = useUrgent()
  const { audioPausedUntil } = bedside.view
  const left = useNow(
    (now) => (audioPausedUntil === undefined ? '' : formatCountdown(Date.parse(audioPausedUntil) - now)),
    '',
  )
  if (left !== '')
    return (
      <span className={classes.paused}>
        <IconBellOff className={classes.pausedBell} size={24} aria-hidden />
        AUDIO PAUSED {left}
      </span>
    )
  return (
    <Button
      size="xl"
      px="md"
      className={classes.action}
      loading={urgent.isAsking}
      disabled={!isOffered(bedside, 'pauseAudio')}
      onClick={() => urgent.say({ type: 'pauseAudio', seconds: AUDIO_PAUSE_S }, 'Audio is not paused')}
    >
      Audio pause 2 min
    </Button>
  )
}

const Acknowledge = ({ alarm }: { readonly alarm: AlarmView }) => {
  const bedside = useBedside()
  const urgent = useUrgent()
  const acknowledge = () => urgent.say({ type: 'acknowledgeAlarm', alarmId: alarm.id }, 'Not acknowledged')
  const isOpen = !alarm.acknowledged && isOffered(bedside, 'acknowledgeAlarm')
  useShortcuts(isOpen ? { a: acknowledge } : {})
  if (alarm.acknowledged)
    return (
      <span className={classes.done}>
        <IconCheck size={24} aria-hidden />
        ACKNOWLEDGED by {alarm.acknowledgedBy ?? 'staff'}
      </span>
    )
  return (
    <Button
      size="xl"
      px="md"
      className={classes.acknowledge}
      loading={urgent.isAsking}
      disabled={!isOpen}
      onClick={acknowledge}
    >
      Acknowledge
    </Button>
  )
}

/** So many stand beside the line; where there are more, one does, and the rest is one more tap away: what to do keeps its room. */
const OTHERS_AT_ONCE = 2

interface OthersProps {
  readonly alarms: readonly AlarmView[]
  readonly onChoose: (id: AlarmId) => void
}

/** The other alarms of the visit: each is chosen with a tap, none is hidden. */
const Others = ({ alarms, onChoose }: OthersProps) => {
  const shown = alarms.length <= OTHERS_AT_ONCE ? alarms : alarms.slice(0, 1)
  const next = alarms[shown.length]
  return (
    <>
      {shown.map((alarm) => (
        <button
          key={alarm.id}
          type="button"
          className={classes.other}
          data-priority={shownPriority(alarm)}
          data-acknowledged={alarm.acknowledged}
          onClick={() => onChoose(alarm.id)}
        >
          <AlarmMark kind={alarm.kind} priority={shownPriority(alarm)} className={classes.mark} />
          <span>
            <ChemText text={alarmText(alarm)} />
          </span>
          {alarm.acknowledged ? <IconCheck size={20} role="img" aria-label="ACKNOWLEDGED" /> : null}
        </button>
      ))}
      {next === undefined ? null : (
        <button type="button" className={classes.other} onClick={() => onChoose(next.id)}>
          +{alarms.length - shown.length} more
        </button>
      )}
    </>
  )
}

/** The dialogs of the line outlive it: an alarm that comes or goes takes no half-written figure away. */
type OpenSheet = 'limits' | 'measure' | null

const LineSheet = ({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) => {
  if (open === 'limits') return <LimitsSheet onClose={onClose} />
  return open === 'measure' ? <MeasureAgainSheet onClose={onClose} /> : null
}

interface LineProps {
  readonly alarms: readonly AlarmView[]
  readonly top: AlarmView
  readonly onMeasure: () => void
}

const AlarmLine = ({ alarms, top, onMeasure }: LineProps) => {
  const { view } = useBedside()
  const [choice, setChoice] = useState<{ readonly top: AlarmId; readonly chosen: AlarmId } | null>(null)
  // Another highest alarm takes the line back: what was chosen before it came was chosen without knowing of it.
  const alarm = (choice?.top === top.id ? alarms.find(({ id }) => id === choice.chosen) : undefined) ?? top
  const others = alarms.filter((other) => other !== alarm)
  return (
    <section
      className={classes.bar}
      aria-label="Alarms"
      data-priority={shownPriority(alarm)}
      data-acknowledged={alarm.acknowledged}
      data-kind={alarm.kind}
    >
      <span className={classes.frame} aria-hidden="true" />
      <div className={classes.lines}>
        <p className={classes.text} role="alert">
          <AlarmMark kind={alarm.kind} priority={shownPriority(alarm)} className={classes.mark} />
          <span>
            <ChemText text={alarmText(alarm)} />
          </span>
        </p>
        <p className={classes.aside}>
          <Standing since={alarm.since} />
          <span>{alarmStateWord(alarm)}</span>
          {isPressure(alarm) ? <span>{baselineText(view)}</span> : null}
        </p>
      </div>
      <Others alarms={others} onChoose={(chosen) => setChoice({ top: top.id, chosen })} />
      <span className={classes.actions}>
        {asksForRepeat(alarm) ? (
          <Button size="xl" px="md" className={classes.action} onClick={onMeasure}>
            Measure again
          </Button>
        ) : null}
        <AudioPause />
        <Acknowledge key={alarm.id} alarm={alarm} />
      </span>
    </section>
  )
}

/** The visit's alarms, with what to do about the one that is shown: the highest, or the one that was chosen. */
export const AlarmBar = () => {
  const { view } = useBedside()
  const [params, setParams] = useSearchParams()
  // From the board: the bay's pressure is to be measured again.
  const [open, setOpen] = useState<OpenSheet>(params.get('measure') === 'again' ? 'measure' : null)
  const close = () => {
    setOpen(null)
    if (params.size > 0) setParams({}, { replace: true })
  }
  const { line, beside } = alarmPlaces(view.alarms)
  const alarms = [...line, ...beside]
  // What somebody took gives way to what nobody did, so that it takes one tap.
  const top = alarms.find(({ acknowledged }) => !acknowledged) ?? alarms[0]
  return (
    <>
      {top === undefined ? (
        <Calm onLimits={() => setOpen('limits')} />
      ) : (
        <AlarmLine alarms={alarms} top={top} onMeasure={() => setOpen('measure')} />
      )}
      <LineSheet open={open} onClose={close} />
    </>
  )
}
