import { alarmId, bayId, sessionId, siteId } from '../../shared/domain/ids.ts'
import type { Notice } from '../../shared/wire/notification.ts'

type UnattendedNotice = Extract<Notice, { readonly type: 'alarmUnattended' }>

/** What goes out about an alarm of bay 3. */
export const unattendedNotice = (seq: number): UnattendedNotice => ({
  id: `s_1-${seq}`,
  type: 'alarmUnattended',
  at: '2026-03-02T09:01:00.000Z',
  site: siteId('main'),
  bay: bayId('b_3'),
  bayName: 'Bay 3',
  session: sessionId('s_1'),
  simulated: false,
  alarm: {
    id: alarmId('a_1'),
    channel: 'spo2.low',
    kind: 'physiological',
    priority: 'high',
    value: 82,
    limit: 85,
    since: '2026-03-02T09:00:00.000Z',
  },
})
