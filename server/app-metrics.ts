import { PHASES } from '../shared/domain/phase.ts'
import { PRIORITIES } from '../shared/domain/limit.ts'
import type { HubCounts } from './hub/hub.ts'
import type { Metrics } from './ports/metrics.ts'
import type { Sessions } from './ports/sessions.ts'
import { createPrometheusMetrics, type Gauge, type Sample } from './prometheus-metrics.ts'

const COUNTERS = {
  vigil_http_requests_total: 'Requests to the API by method, route and status.',
  vigil_http_request_seconds_total: 'Time spent on them, in seconds.',
  vigil_reports_total: 'Messages of devices by feed and by what became of them.',
  vigil_readings_total: 'Readings by feed and by what became of them.',
}

export interface Watched {
  readonly sessions: Pick<Sessions, 'running'>
  readonly hub: () => HubCounts
  readonly startedAt: number
}

const sessionSamples = ({ sessions }: Watched): readonly Sample[] => {
  const views = sessions.running()
  return PHASES.map((phase) => ({ labels: { phase }, value: views.filter((view) => view.phase === phase).length }))
}

const alarmSamples = ({ sessions }: Watched): readonly Sample[] => {
  const alarms = sessions.running().flatMap((view) => view.alarms)
  return PRIORITIES.map((priority) => ({
    labels: { priority },
    value: alarms.filter((alarm) => alarm.priority === priority).length,
  }))
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const gaugesOf = (watched: Watched): readonly Gauge[] => [
  {
    name: 'vigil_sessions',
    help: 'Sessions that have not ended, by phase.',
    type: 'gauge',
    read: () => sessionSamples(watched),
  },
  { name: 'vigil_alarms', help: 'Alarms that stand, by priority.', type: 'gauge', read: () => alarmSamples(watched) },
  {
    name: 'vigil_live_connections',
    help: 'Screens that are connected.',
    type: 'gauge',
    read: () => watched.hub().connections,
  },
  {
    name: 'vigil_live_dropped_payloads_total',
    help: 'Messages of screens that did not fit.',
    type: 'counter',
    read: () => watched.hub().droppedPayloads,
  },
  {
    name: 'vigil_live_closed_stuck_total',
    help: 'Screens that were closed because they no longer read.',
    type: 'counter',
    read: () => watched.hub().closedStuck,
  },
  { name: 'process_cpu_seconds_total', help: 'CPU time of the server.', type: 'counter', read: cpuSeconds },
  {
    name: 'process_resident_memory_bytes',
    help: 'Memory of the server.',
    type: 'gauge',
    read: () => process.memoryUsage.rss(),
  },
  {
    name: 'process_start_time_seconds',
    help: 'When the server started.',
    type: 'gauge',
    read: () => watched.startedAt / 1_000,
  },
]

export const createAppMetrics = (watched: Watched): Metrics => createPrometheusMetrics(COUNTERS, gaugesOf(watched))
