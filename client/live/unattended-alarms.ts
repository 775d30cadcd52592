import type { AlarmView, SessionView } from '../../shared/domain/session-view.ts'

export interface UnattendedAlarm {
  readonly session: string
  readonly bay: string
  readonly since: string
  readonly alarm: AlarmView
}

/** High alarms for which nobody has come, the longest first. */
export const unattendedAlarms = (views: readonly SessionView[]): UnattendedAlarm[] =>
  views
    .flatMap(({ id, bay, alarms }) =>
      alarms
        .filter(({ unattended }) => unattended)
        .map((alarm): UnattendedAlarm => ({ session: id, bay, since: alarm.since, alarm })),
    )
    .toSorted((one, other) => Date.parse(one.since) - Date.parse(other.since))
