import type { SessionId } from '../../shared/domain/ids.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { LiveBay, SiteAlarm } from '../../shared/wire/live-message.ts'
import type { ResponsibilitiesAnswer } from '../../shared/wire/responsibility.ts'
import type { SessionTrends } from './trend.ts'

/** What a screen knows of one session. Replaced as a whole, and only when something of this session changed. */
export interface LiveSession {
  readonly view: SessionView
  /** Server time at which the view was projected: dose and the like are figures of that instant. */
  readonly viewAt: Instant
  readonly trends: SessionTrends
}

/** What a screen knows of its site: the server's own words, put in their order. */
export interface LiveState {
  /** null: nothing heard yet. A server that lost its number line begins a new one. */
  readonly epoch: string | null
  /** The newest event applied on the site's number line. */
  readonly seq: number
  /** Whether `watch` must be asked again, and why: an event is missing, or the server counts anew. */
  readonly behind: 'gap' | 'epoch' | null
  /** How much faster than the wall clock the clinical clock runs. */
  readonly speed: number
  readonly bays: readonly LiveBay[]
  readonly sessions: Readonly<Record<SessionId, LiveSession>>
  readonly siteAlarms: readonly SiteAlarm[]
  /** Who answers for which bays; null: not told, as to a display. */
  readonly responsibilities: ResponsibilitiesAnswer | null
}

export const INITIAL_LIVE_STATE: LiveState = {
  epoch: null,
  seq: 0,
  behind: null,
  speed: 1,
  bays: [],
  sessions: {},
  siteAlarms: [],
  responsibilities: null,
}
