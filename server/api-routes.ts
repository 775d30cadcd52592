import type { BayId, ProtocolId, SessionId } from '../shared/domain/ids.ts'
import { accountRoutes } from './api/account-routes.ts'
import { createAlarmLog } from './api/alarm-log.ts'
import { alarmLogRoutes } from './api/alarm-log-routes.ts'
import { alarmTrialRoutes } from './api/alarm-trial-routes.ts'
import { authRoutes } from './api/auth-routes.ts'
import { deliveryRoutes } from './api/delivery-routes.ts'
import { exportRoutes } from './api/export-routes.ts'
import { limitRoutes } from './api/limit-routes.ts'
import { notificationRoutes } from './api/notification-routes.ts'
import { observationRoutes } from './api/observation-routes.ts'
import { patientRoutes } from './api/patient-routes.ts'
import { protocolRoutes } from './api/protocol-routes.ts'
import { artefactRoutes } from './api/artefact-routes.ts'
import { recordRoutes } from './api/record-routes.ts'
import { protocolVersionRoutes } from './api/protocol-version-routes.ts'
import { responsibilityRoutes } from './api/responsibility-routes.ts'
import { replayRoutes } from './api/replay-routes.ts'
import { reviewRoutes } from './api/review-routes.ts'
import type { Route } from './api/route.ts'
import { sessionRoutes } from './api/session-routes.ts'
import { signatureRoutes } from './api/signature-routes.ts'
import { settingsRoutes } from './api/settings-routes.ts'
import { sheetRoutes } from './api/sheet-routes.ts'
import { siteRoutes } from './api/site-routes.ts'
import { whatIfRoutes } from './api/what-if-routes.ts'
import { createVisitViews } from './api/visit-views.ts'
import { createLimitSheets } from './limit-sheets.ts'
import type { Accounts } from './ports/accounts.ts'
import type { Bays } from './ports/bays.ts'
import type { Bindings } from './ports/bindings.ts'
import type { Deliveries } from './ports/deliveries.ts'
import type { Clock } from './ports/clock.ts'
import type { Devices } from './ports/devices.ts'
import type { Log } from './ports/log.ts'
import type { Notifications } from './ports/notifications.ts'
import type { ObservationIntake } from './ports/observations.ts'
import type { ProtocolBook } from './ports/protocols.ts'
import type { ResponsibilityBook } from './ports/responsibility-book.ts'
import type { SessionStore } from './ports/session-store.ts'
import type { Sessions } from './ports/sessions.ts'
import type { SettingsBook } from './ports/settings.ts'
import { createRecordDesk } from './reports/record-desk.ts'
import { alarmLogCsv } from './reports/csv/alarm-log-csv.ts'
import { createReports } from './reports/reports.ts'
import { createVisitSheets } from './reports/sheets/visit-sheets.ts'
import { projectVisit } from './visit-projection.ts'
import { replayVisit } from './visit-replay.ts'
import { readySinceOf } from './visit-readiness.ts'

interface RoutesParts {
  readonly accounts: Accounts
  readonly settings: SettingsBook
  readonly bays: Bays
  readonly responsibilities: ResponsibilityBook
  readonly protocols: ProtocolBook
  readonly devices: Devices
  readonly bindings: Bindings
  readonly observations: ObservationIntake
  readonly sessions: Sessions
  readonly store: SessionStore
  readonly clock: Clock
  readonly deliveries: Deliveries
  readonly log: Log
  readonly notifications: Notifications
}

/** Every route of the API, each given what it needs and no more. */
export const createApiRoutes = (parts: RoutesParts): readonly Route[] => {
  const { accounts, settings, sessions, store, clock, bays, responsibilities, devices, bindings, protocols } = parts
  const { audit } = accounts
  const views = createVisitViews({ sessions, store, project: projectVisit })
  const bayName = (id: BayId) => bays.find(id)?.name ?? id
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const readySince = async (id: SessionId) => readySinceOf(await store.readEntries(id))
  const maintenanceDays = (id: ProtocolId) => protocols.find(id)?.maintenanceDays ?? null
  const recordParts = { store, clock, viewOf: (id: SessionId) => views.of(id), bayName }
  const reports = createReports({ ...recordParts, timeZone })
  const sheets = createVisitSheets({ ...recordParts, readySince, maintenanceDays })
  const recordDesk = createRecordDesk(recordParts)
  const alarmLog = createAlarmLog({ store, bayName })
  return [
    ...authRoutes(accounts),
    ...observationRoutes(parts.observations),
    ...sessionRoutes({ sessions, store, views, bays, protocols }),
    ...signatureRoutes({ sessions, ...accounts }),
    ...reviewRoutes({ store, views, clock }),
    ...whatIfRoutes({ store, clock }),
    ...limitRoutes(createLimitSheets({ store, clock })),
    ...recordRoutes(recordDesk),
    ...replayRoutes({ store, replay: replayVisit }),
    ...artefactRoutes({ desk: recordDesk, sessions }),
    ...alarmLogRoutes({ log: alarmLog, clock, csv: alarmLogCsv }),
    ...alarmTrialRoutes({ log: alarmLog, store, logger: parts.log }),
    ...exportRoutes(reports),
    ...deliveryRoutes({ deliveries: parts.deliveries, audit }),
    ...sheetRoutes(sheets),
    ...notificationRoutes({ notifications: parts.notifications, audit }),
    ...patientRoutes({ store, views, clock, maintenanceDays }),
    ...siteRoutes({ bays, devices, bindings, sessions, audit }),
    ...responsibilityRoutes({ responsibilities, bayName, audit }),
    ...protocolRoutes(protocols),
    ...protocolVersionRoutes({ protocols, audit }),
    ...accountRoutes({ ...accounts, responsibilities }),
    ...settingsRoutes({ settings, audit }),
  ]
}
