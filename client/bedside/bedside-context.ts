import { createContext, useContext } from 'react'
import type { StaffCommandType } from '../../shared/domain/command.ts'
import type { SessionView } from '../../shared/domain/session-view.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { LiveClient } from '../live/live-client.ts'
import type { KeptCommand, Order } from '../live/outbox-order.ts'
import type { Outbox } from '../live/outbox.ts'
import type { SessionLog } from '../live/session-log.ts'
import type { SessionTrends } from '../live/trend.ts'
import type { KnownNames } from '../ui/event-text.ts'

/** What every part of the bedside knows of its visit. */
export interface Bedside {
  readonly live: LiveClient
  readonly outbox: Outbox
  readonly view: SessionView
  /** Server time of the view's figures. */
  readonly viewAt: Instant
  readonly trends: SessionTrends
  readonly log: SessionLog
  /** On their way or refused, oldest first. */
  readonly orders: readonly Order[]
  readonly names: KnownNames
  readonly bay: string
  /** An administrator looks and gives no clinical command. */
  readonly mayAct: boolean
  /**
   * @param occurredAt when it happened, where that is not now
   * @returns the order's key
   */
  readonly give: (command: KeptCommand, occurredAt?: Instant | null) => string | null
}

const BedsideContext = createContext<Bedside | null>(null)

export const BedsideProvider = BedsideContext

export const useBedside = (): Bedside => {
  const bedside = useContext(BedsideContext)
  if (bedside === null) throw new Error('This part of a screen belongs to a bedside.')
  return bedside
}

/** Decided on figures that another person's order would change: refused as a conflict when one came between. */
export const DECIDED_ON_VIEW: ReadonlySet<StaffCommandType> = new Set<StaffCommandType>([
  'admit',
  'startInfusion',
  'changeRate',
  'giveBolus',
  'resumeInfusion',
  'extendRecovery',
  'setPressureInterval',
  'discharge',
  'transfer',
  'cancel',
  'moveBay',
  'setLimits',
])

/** Whether this phase has the command, for somebody who may give it. */
export const isOffered = ({ view, mayAct }: Pick<Bedside, 'view' | 'mayAct'>, type: StaffCommandType): boolean =>
  mayAct && view.allowed.includes(type)

/** The orders of one type that are on their way. */
export const waiting = (orders: readonly Order[], type: StaffCommandType): readonly Order[] =>
  orders.filter((order) => order.type === type && order.refusal === null)
