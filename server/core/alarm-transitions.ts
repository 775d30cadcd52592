import {
  isTechnicalChannel,
  type AlarmEventData,
  type AlarmTransition,
  type Channel,
} from '../../shared/domain/alarm.ts'
import { alarmId, type AlarmId } from '../../shared/domain/ids.ts'
import type { Priority } from '../../shared/domain/limit.ts'
import type { AlarmEvent, AlarmEventType, SessionEvent } from '../../shared/domain/session-event.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { effectivePriority, levelChange, type LevelChange } from './alarm-life.ts'
import { alarmOn, type Alarm, type AlarmState } from './alarm-state.ts'

const EVENT_OF_TRANSITION = {
  raised: 'alarmRaised',
  escalated: 'alarmEscalated',
  deescalated: 'alarmDeescalated',
  latched: 'alarmLatched',
  cleared: 'alarmCleared',
  resumed: 'alarmResumed',
  acknowledged: 'alarmAcknowledged',
  reminded: 'alarmReminded',
  unattended: 'alarmUnattended',
  ended: 'alarmEnded',
} as const satisfies Readonly<Record<AlarmTransition, AlarmEventType>>

export const TRANSITION_OF_EVENT = {
  alarmRaised: 'raised',
  alarmEscalated: 'escalated',
  alarmDeescalated: 'deescalated',
  alarmLatched: 'latched',
  alarmCleared: 'cleared',
  alarmResumed: 'resumed',
  alarmAcknowledged: 'acknowledged',
  alarmReminded: 'reminded',
  alarmUnattended: 'unattended',
  alarmEnded: 'ended',
} as const satisfies Readonly<Record<AlarmLifeEvent['type'], AlarmTransition>>

/** An event of one alarm, as against one of the audio pause. */
export type AlarmLifeEvent = Exclude<AlarmEvent, { readonly type: 'audioPaused' | 'audioPauseEnded' }>

export const isLifeEvent = <Event extends SessionEvent>(event: Event): event is Event & AlarmLifeEvent =>
  Object.hasOwn(TRANSITION_OF_EVENT, event.type)

/** What a channel is to be at, and what its event tells if that changes its alarm. */
export interface Target {
  readonly channel: Channel
  readonly level: Priority | null
  readonly tells: Partial<Pick<AlarmEventData, 'value' | 'readingAt' | 'origin' | 'limit' | 'deviceId' | 'absorbedBy'>>
  /** The sound of a medium or low alarm that is new waits until then (*Settling*). */
  readonly settlesAt: Instant | null
  /** The first repeat of the blood pressure that raised it, within the time for one. */
  readonly isRepeat: boolean
}

/** A target with nothing special about it. */
export const target = (channel: Channel, level: Priority | null, tells: Target['tells'] = {}): Target => ({
  channel,
  level,
  tells,
  settlesAt: null,
  isRepeat: false,
})

const channelRank = (channel: Channel): number => {
  if (isTechnicalChannel(channel)) return 0
  return channel.endsWith('.low') ? 1 : 2
}

/** Technical first, then low before high, then by channel name (section 2). Of two channels that differ. */
export const compareChannels = (first: Channel, second: Channel): number => {
  const byRank = channelRank(first) - channelRank(second)
  if (byRank !== 0) return byRank
  return first < second ? -1 : 1
}

const alarmIdOf = ({ profile }: AlarmState, number: number): AlarmId => alarmId(`${profile.sessionId}.a${number}`)

export const nextAlarmId = (state: AlarmState): AlarmId => alarmIdOf(state, state.raisedCount + 1)

/** Ids are counted: the state need not keep the alarms that are over. */
export const hasBeenRaised = (state: AlarmState, id: AlarmId): boolean => {
  const number = Number(id.slice(id.lastIndexOf('.a') + 2))
  return Number.isInteger(number) && number >= 1 && number <= state.raisedCount && id === alarmIdOf(state, number)
}

/** What stays true of an alarm until an event tells otherwise. */
const keptOf = (alarm: Alarm | undefined): Target['tells'] => {
  if (alarm === undefined) return {}
  const { limit, deviceId } = alarm
  return { ...(limit === null ? {} : { limit }), ...(deviceId === null ? {} : { deviceId }) }
}

const soundOf = (aim: Target, change: LevelChange, now: Instant): Pick<AlarmEventData, 'soundFrom'> => {
  const waits = change.transition === 'raised' && change.priority !== 'high'
  return waits && aim.settlesAt !== null && aim.settlesAt > now ? { soundFrom: aim.settlesAt } : {}
}

const repeatOf = (aim: Target): Pick<AlarmEventData, 'notConfirmedByRepeat'> =>
  aim.isRepeat && aim.level === null ? { notConfirmedByRepeat: true } : {}

/** The event that brings a channel's alarm to its level; null where it is there already. */
export const bringTo = (state: AlarmState, aim: Target, now: Instant): AlarmLifeEvent | null => {
  const alarm = alarmOn(state, aim.channel)
  const change = levelChange(alarm, aim.level)
  if (change === null) return null
  const data: AlarmEventData = {
    alarmId: alarm === undefined ? nextAlarmId(state) : alarm.id,
    channel: aim.channel,
    kind: isTechnicalChannel(aim.channel) ? 'technical' : 'physiological',
    priority: change.priority,
    ...keptOf(alarm),
    ...aim.tells,
    ...soundOf(aim, change, now),
    ...repeatOf(aim),
  }
  return { type: EVENT_OF_TRANSITION[change.transition], at: now, data }
}

/** An event that the clock, a command or the session's end causes, and no level. */
export const lifeEvent = (
  alarm: Alarm,
  transition: 'acknowledged' | 'reminded' | 'unattended' | 'ended',
  now: Instant,
): AlarmLifeEvent => ({
  type: EVENT_OF_TRANSITION[transition],
  at: now,
  data: {
    alarmId: alarm.id,
    channel: alarm.channel,
    kind: alarm.kind,
    priority: effectivePriority(alarm),
    ...keptOf(alarm),
  },
})
