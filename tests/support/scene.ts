// Bays as screens may meet them, for tests of the screens: made up here, and sent through the real schemas.
import type { Channel } from '../../shared/domain/alarm.ts'
import { alarmId, bayId, deviceId, protocolId, sessionId, siteId } from '../../shared/domain/ids.ts'
import type { AlarmView, LimitView, SessionView, VitalView } from '../../shared/domain/session-view.ts'
import { instant, MS_PER_MINUTE, MS_PER_SECOND, toIso, type Instant } from '../../shared/domain/time.ts'
import { METRIC_INFO, type Metric } from '../../shared/domain/vital.ts'

export const SCENE_SITE = siteId('infusion-suite')

export interface ScenePatient {
  readonly bay: number
  readonly initials: string
  readonly hr: number
  readonly spo2: number | null
  readonly pressure: readonly [sbp: number, dbp: number, map: number]
  readonly pressureAgeMin: number
  readonly rr?: number
}

const ago = (now: Instant, ms: number): string => toIso(instant(now - ms))
const ahead = (now: Instant, ms: number): string => toIso(instant(now + ms))

export const clockMs = (text: string): number => {
  const [minutes = 0, seconds = 0] = text.split(':').map(Number)
  return minutes * MS_PER_MINUTE + seconds * MS_PER_SECOND
}

const CUFF_STALE_S = 600 + 120

export const vitalView = (metric: Metric, value: number | null, now: Instant, ageMs = 0): VitalView => ({
  value,
  time: ago(now, ageMs),
  receivedAt: ago(now, ageMs),
  quality: value === null ? 'none' : 'good',
  source: 'simulated',
  staleAfterS: METRIC_INFO[metric].staleAfterS ?? CUFF_STALE_S,
  usualSpacingS: METRIC_INFO[metric].staleAfterS === null ? 600 : 1,
  isSpot: false,
})

const LIMITS: readonly LimitView[] = [
  { id: 'spo2.low.medium', metric: 'spo2', direction: 'low', priority: 'medium', value: 90 },
  { id: 'spo2.low.high', metric: 'spo2', direction: 'low', priority: 'high', value: 85 },
  { id: 'hr.low.medium', metric: 'hr', direction: 'low', priority: 'medium', value: 50 },
  { id: 'hr.low.high', metric: 'hr', direction: 'low', priority: 'high', value: 40 },
  { id: 'hr.high.medium', metric: 'hr', direction: 'high', priority: 'medium', value: 120 },
  { id: 'sbp.high.medium', metric: 'sbp', direction: 'high', priority: 'medium', value: 164 },
  { id: 'sbp.high.high', metric: 'sbp', direction: 'high', priority: 'high', value: 180 },
]

const CHECKLIST = [
  'identity',
  'consent',
  'allergies',
  'fasting',
  'medicines',
  'escort',
  'rescue',
  'ivPlaced',
  'pumpChecked',
  'monitor',
]

const checklist = (done: number): SessionView['checklist'] =>
  CHECKLIST.map((id, index) => ({ id, label: id, required: true, done: index < done }))

const vitalsOf = (patient: ScenePatient, now: Instant): SessionView['vitals'] => {
  const [sbp, dbp, map] = patient.pressure
  const age = patient.pressureAgeMin * MS_PER_MINUTE
  return {
    hr: vitalView('hr', patient.hr, now),
    spo2: vitalView('spo2', patient.spo2, now),
    ...(patient.rr === undefined ? {} : { rr: vitalView('rr', patient.rr, now) }),
    sbp: vitalView('sbp', sbp, now, age),
    dbp: vitalView('dbp', dbp, now, age),
    map: vitalView('map', map, now, age),
  }
}

/** A calm visit at its beginning; the functions below lead it on. */
export const preparing = (patient: ScenePatient, now: Instant): SessionView => ({
  id: sessionId(`s-${patient.bay}`),
  site: SCENE_SITE,
  bay: bayId(`bay-${patient.bay}`),
  seq: 12,
  phase: 'preparing',
  phaseSince: ago(now, 15 * MS_PER_MINUTE),
  simulated: true,
  replayed: false,
  patient: { initials: patient.initials },
  protocol: { id: protocolId('iv-depression'), name: 'IV depression', version: 1, approved: true },
  baseline: { sbp: 128, dbp: 80, hr: 74, spo2: 98 },
  proposal: { doseMg: 40, durationMin: 40, rateMgPerHour: 60, mgPerKg: 0.5 },
  checklist: checklist(7),
  devices: [{ id: deviceId(`sim-${patient.bay}`), name: `Monitor ${patient.bay}`, state: 'connected' }],
  limits: LIMITS,
  vitals: vitalsOf(patient, now),
  alarms: [],
  timers: [],
  allowed: [],
  signed: false,
})

export interface SceneInfusion {
  readonly leftMs: number
  readonly deliveredMg: number
  readonly nextMs: number
  readonly nextLabel?: string
}

const PLANNED_MG = 40
const INFUSION_MS = 40 * MS_PER_MINUTE

export const infusing = (view: SessionView, infusion: SceneInfusion, now: Instant): SessionView => {
  const startedAt = ago(now, INFUSION_MS - infusion.leftMs)
  const projectedEnd = ahead(now, infusion.leftMs)
  return {
    ...view,
    phase: 'infusing',
    phaseSince: startedAt,
    checklist: checklist(CHECKLIST.length),
    infusion: {
      startedAt,
      route: 'iv',
      plannedMg: PLANNED_MG,
      deliveredMg: infusion.deliveredMg,
      rateMgPerHour: 60,
      percent: (infusion.deliveredMg / PLANNED_MG) * 100,
      projectedEnd,
      mgPerKg: 0.5,
    },
    timers: [
      { kind: 'infusion', label: 'Infusion', startedAt, dueAt: projectedEnd, state: 'running' },
      {
        kind: 'bloodPressure',
        label: 'Blood pressure',
        startedAt: ago(now, 5 * MS_PER_MINUTE),
        dueAt: ahead(now, infusion.nextMs),
        state: 'running',
      },
    ],
    nextDue: {
      kind: 'bloodPressure',
      label: infusion.nextLabel ?? 'Blood pressure',
      dueAt: ahead(now, infusion.nextMs),
    },
  }
}

export interface SceneRecovery {
  /** Below 0: the minimum is over. */
  readonly leftMs: number
  readonly met: number
  readonly status: 'recovering' | 'due' | 'ready' | 'overdue'
  readonly nextMs?: number
}

const CRITERIA = ['aldrete', 'bp', 'spo2', 'oriented', 'gait', 'nausea']
const MINIMUM_MS = 60 * MS_PER_MINUTE

export const recovering = (view: SessionView, recovery: SceneRecovery, now: Instant): SessionView => {
  const endedAt = ago(now, MINIMUM_MS - recovery.leftMs)
  return {
    ...view,
    phase: 'recovering',
    phaseSince: endedAt,
    checklist: checklist(CHECKLIST.length),
    infusion: {
      startedAt: ago(now, MINIMUM_MS - recovery.leftMs + INFUSION_MS),
      route: 'iv',
      plannedMg: PLANNED_MG,
      deliveredMg: PLANNED_MG,
      rateMgPerHour: 0,
      percent: 100,
      projectedEnd: endedAt,
      mgPerKg: 0.5,
      endedAt,
      outcome: 'completed',
    },
    recovery: {
      endedAt,
      minimumUntil: ahead(now, recovery.leftMs),
      criteria: CRITERIA.map((id, index) => ({
        id,
        label: id,
        stage: 'ready',
        met: index < recovery.met,
        source: index < recovery.met ? 'staff' : 'open',
      })),
      status: recovery.status,
      openGates: [],
      knownItems: {},
    },
    ...(recovery.nextMs === undefined
      ? {}
      : { nextDue: { kind: 'check', label: 'Check', dueAt: ahead(now, recovery.nextMs) } }),
  }
}

export interface SceneAlarm {
  readonly channel: Channel
  readonly priority: AlarmView['priority']
  readonly text: string
  readonly ageMs: number
  readonly more?: Partial<AlarmView>
}

export const alarmView = (view: SessionView, alarm: SceneAlarm, now: Instant): AlarmView => {
  const isTechnical = !/\.(low|high)$/.test(alarm.channel)
  const [value, limit] = alarm.text.match(/\d+/g)?.slice(-2).map(Number) ?? []
  return {
    id: alarmId(`${view.id}.${alarm.channel}`),
    channel: alarm.channel,
    kind: isTechnical ? 'technical' : 'physiological',
    priority: alarm.priority,
    highest: alarm.priority,
    phase: 'active',
    acknowledged: false,
    unattended: false,
    value: isTechnical ? null : (value ?? null),
    worst: isTechnical ? null : (value ?? null),
    limit: isTechnical ? null : (limit ?? null),
    since: ago(now, alarm.ageMs),
    text: alarm.text,
    ...alarm.more,
  }
}

const RANK = { low: 1, medium: 2, high: 3 } as const

export const withAlarms = (view: SessionView, alarms: readonly SceneAlarm[], now: Instant): SessionView => {
  const shown = alarms.map((alarm) => alarmView(view, alarm, now))
  const loudest = shown
    .filter((alarm) => !alarm.acknowledged)
    .toSorted((one, other) => RANK[other.priority] - RANK[one.priority])[0]
  return { ...view, alarms: shown, ...(loudest === undefined ? {} : { audible: loudest.priority }) }
}

const m = (minutes: number): number => minutes * MS_PER_MINUTE

/** The drawing's eight bays: 2 needs the nurse most, then 4, then 6; 8 is free. */
export const drawnScene = (now: Instant): SessionView[] => {
  const one = preparing(
    { bay: 1, initials: 'A.M.', hr: 84, spo2: 97, pressure: [138, 86, 103], pressureAgeMin: 4 },
    now,
  )
  const two = preparing(
    { bay: 2, initials: 'K.L.', hr: 96, spo2: 84, pressure: [146, 90, 109], pressureAgeMin: 7 },
    now,
  )
  const three = preparing(
    { bay: 3, initials: 'R.T.', hr: 72, spo2: 98, pressure: [124, 78, 93], pressureAgeMin: 10, rr: 14 },
    now,
  )
  const four = preparing(
    { bay: 4, initials: 'J.S.', hr: 88, spo2: 96, pressure: [172, 98, 123], pressureAgeMin: 1 },
    now,
  )
  const five = preparing(
    { bay: 5, initials: 'D.W.', hr: 68, spo2: 98, pressure: [118, 74, 89], pressureAgeMin: 7 },
    now,
  )
  const six = preparing(
    { bay: 6, initials: 'P.O.', hr: 78, spo2: null, pressure: [131, 82, 98], pressureAgeMin: 3 },
    now,
  )
  const seven = preparing(
    { bay: 7, initials: 'M.E.', hr: 81, spo2: 99, pressure: [126, 80, 95], pressureAgeMin: 2 },
    now,
  )
  const probeOff: SessionView = {
    ...six,
    vitals: {
      ...six.vitals,
      spo2: { ...vitalView('spo2', null, now), last: { value: 97, time: ago(now, 44_000) } },
    },
  }
  return [
    infusing(one, { leftMs: clockMs('18:24'), deliveredMg: 21.7, nextMs: clockMs('5:36') }, now),
    withAlarms(
      infusing(two, { leftMs: clockMs('6:10'), deliveredMg: 34, nextMs: clockMs('2:50') }, now),
      [{ channel: 'spo2.low', priority: 'high', text: 'SpO2 84 < 85', ageMs: 12_000 }],
      now,
    ),
    recovering(three, { leftMs: clockMs('31:05'), met: 3, status: 'recovering', nextMs: clockMs('4:50') }, now),
    withAlarms(
      infusing(four, { leftMs: clockMs('22:40'), deliveredMg: 17.2, nextMs: clockMs('9:00') }, now),
      [{ channel: 'sbp.high', priority: 'medium', text: 'Systolic 172 > 164', ageMs: 62_000 }],
      now,
    ),
    recovering(five, { leftMs: -m(6), met: 6, status: 'ready' }, now),
    withAlarms(
      infusing(probeOff, { leftMs: clockMs('33:15'), deliveredMg: 6.8, nextMs: clockMs('6:40') }, now),
      [{ channel: 'spo2.sensorOff', priority: 'medium', text: 'SpO2 probe off', ageMs: 44_000 }],
      now,
    ),
    seven,
  ]
}

const calm = (bay: number, now: Instant): SessionView =>
  infusing(
    preparing({ bay, initials: 'A.M.', hr: 84, spo2: 97, pressure: [138, 86, 103], pressureAgeMin: 4 }, now),
    { leftMs: clockMs('18:24'), deliveredMg: 21.7, nextMs: clockMs('5:36') },
    now,
  )

/** Every way in which an alarm may stand, a bay each. */
export const alarmScene = (now: Instant): SessionView[] => {
  const disconnected = calm(7, now)
  const old = Object.fromEntries(
    Object.entries(disconnected.vitals).map(([metric, vital]) => [
      metric,
      vitalView(metric as Metric, vital.value, now, 95_000),
    ]),
  )
  const breathing = calm(5, now)
  return [
    withAlarms(
      calm(1, now),
      [
        { channel: 'spo2.low', priority: 'high', text: 'SpO2 82 < 85', ageMs: 84_000, more: { unattended: true } },
        { channel: 'hr.high', priority: 'medium', text: 'HR 128 > 120', ageMs: 30_000 },
        { channel: 'spo2.poorSignal', priority: 'low', text: 'SpO2 poor signal', ageMs: 20_000 },
      ],
      now,
    ),
    withAlarms(
      calm(2, now),
      [
        {
          channel: 'spo2.low',
          priority: 'high',
          text: 'SpO2 84 < 85',
          ageMs: 40_000,
          more: { acknowledged: true, acknowledgedBy: 'N.E.' },
        },
      ],
      now,
    ),
    withAlarms(
      calm(3, now),
      [{ channel: 'spo2.low', priority: 'high', text: 'SpO2 was 84 < 85', ageMs: 70_000, more: { phase: 'latched' } }],
      now,
    ),
    {
      ...withAlarms(
        calm(4, now),
        [{ channel: 'sbp.high', priority: 'medium', text: 'Systolic 172 > 164', ageMs: 62_000 }],
        now,
      ),
      audioPausedUntil: ahead(now, 101_000),
    },
    withAlarms(
      { ...breathing, vitals: { ...breathing.vitals, rr: vitalView('rr', 9, now) } },
      [{ channel: 'rr.low', priority: 'low', text: 'RR 9 < 10', ageMs: 15_000 }],
      now,
    ),
    withAlarms(
      {
        ...calm(6, now),
        vitals: {
          ...calm(6, now).vitals,
          spo2: { ...vitalView('spo2', null, now), last: { value: 83, time: ago(now, 24_000) } },
        },
      },
      [
        { channel: 'spo2.low', priority: 'high', text: 'SpO2 81 < 85', ageMs: 50_000 },
        { channel: 'spo2.sensorOff', priority: 'medium', text: 'SpO2 probe off', ageMs: 24_000 },
      ],
      now,
    ),
    withAlarms(
      { ...disconnected, vitals: old },
      [{ channel: 'device.disconnected', priority: 'medium', text: 'Monitor disconnected', ageMs: 80_000 }],
      now,
    ),
    withAlarms(
      { ...calm(8, now), simulated: false, replayed: true },
      [
        {
          channel: 'nibp.overdue',
          priority: 'low',
          text: 'Blood pressure overdue',
          ageMs: 200_000,
          more: { acknowledged: true, acknowledgedBy: 'N.E.' },
        },
      ],
      now,
    ),
  ]
}

const INITIALS = ['A.M.', 'R.T.', 'D.W.', 'M.E.', 'K.L.', 'J.S.', 'P.O.']

const quietBay = (bay: number, now: Instant): SessionView => {
  const spread = (bay * 7) % 12
  const base = preparing(
    {
      bay,
      initials: INITIALS[bay % INITIALS.length] ?? 'A.M.',
      hr: 64 + spread * 2,
      spo2: 95 + (bay % 5),
      pressure: [116 + spread * 2, 74 + spread, 88 + spread],
      pressureAgeMin: 1 + (bay % 9),
    },
    now,
  )
  if (bay % 4 === 3) return base
  if (bay % 4 === 2)
    return recovering(base, { leftMs: m(8 + bay), met: bay % 6, status: 'recovering', nextMs: m(1 + (bay % 7)) }, now)
  return infusing(base, { leftMs: m(3 + bay), deliveredMg: Math.max(1, 37 - bay), nextMs: m(1 + (bay % 9)) }, now)
}

/** `bays` bays, calm but for one high and one medium alarm; every eleventh is free. */
export const largeScene = (bays: number, now: Instant): SessionView[] =>
  Array.from({ length: bays }, (_, index) => index + 1)
    .filter((bay) => bay % 11 !== 10)
    .map((bay) => {
      const view = quietBay(bay, now)
      if (bay === 14) {
        const low: SessionView = { ...view, vitals: { ...view.vitals, spo2: vitalView('spo2', 84, now) } }
        return withAlarms(low, [{ channel: 'spo2.low', priority: 'high', text: 'SpO2 84 < 85', ageMs: 12_000 }], now)
      }
      if (bay !== 5) return view
      const tight: SessionView = { ...view, vitals: { ...view.vitals, sbp: vitalView('sbp', 172, now, m(1)) } }
      return withAlarms(
        tight,
        [{ channel: 'sbp.high', priority: 'medium', text: 'Systolic 172 > 164', ageMs: 62_000 }],
        now,
      )
    })

/** Every bay taken, every patient infused and calm: the most that moves at once. */
export const busyScene = (bays: number, now: Instant): SessionView[] =>
  Array.from({ length: bays }, (_, index) => ({ ...calm(index + 1, now) }))

export const sceneBays = (bays: number): { id: string; name: string; site: string }[] =>
  Array.from({ length: bays }, (_, index) => ({ id: `bay-${index + 1}`, name: `Bay ${index + 1}`, site: SCENE_SITE }))
