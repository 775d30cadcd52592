export const SCENARIOS = ['calm', 'hypertensive', 'desaturation', 'probe-off', 'unplugged'] as const

export type ScenarioName = (typeof SCENARIOS)[number]

/** What a scenario does to patient and monitor at one moment. */
export interface Conditions {
  /** Added to the systolic rise at full effect, mmHg; the diastolic takes its usual share. */
  readonly extraPressorSbp: number
  /** Percentage points off the saturation. */
  readonly spo2Drop: number
  readonly isProbeOff: boolean
  readonly isUnplugged: boolean
  /** Everyday disturbances: motion, a probe that slips. */
  readonly hasDisturbances: boolean
}

const NOTHING: Conditions = {
  extraPressorSbp: 0,
  spo2Drop: 0,
  isProbeOff: false,
  isUnplugged: false,
  hasDisturbances: true,
}

/** Seconds since the scenario's start: falls for a minute, stays down for two, comes back in a minute. */
const desaturationDrop = (sinceS: number): number => {
  const depth = 15.5
  if (sinceS < 15 || sinceS >= 255) return 0
  if (sinceS < 75) return (depth * (sinceS - 15)) / 60
  if (sinceS < 195) return depth
  return depth * (1 - (sinceS - 195) / 60)
}

/** The desaturation comes again every 15 min, so that a wall that stands for a day keeps showing one. */
export const EPISODE_EVERY_S = 900

const withoutDisturbances: Conditions = { ...NOTHING, hasDisturbances: false }

const conditionsBy: Readonly<Record<ScenarioName, (sinceS: number) => Conditions>> = {
  calm: () => withoutDisturbances,
  hypertensive: () => ({ ...withoutDisturbances, extraPressorSbp: 48 }),
  desaturation: (sinceS) => ({ ...withoutDisturbances, spo2Drop: desaturationDrop(sinceS % EPISODE_EVERY_S) }),
  'probe-off': (sinceS) => {
    const inEpisode = sinceS % EPISODE_EVERY_S
    return {
      ...withoutDisturbances,
      spo2Drop: desaturationDrop(inEpisode),
      isProbeOff: inEpisode >= 120 && inEpisode < 180,
    }
  },
  unplugged: (sinceS) => ({ ...withoutDisturbances, isUnplugged: sinceS >= 20 }),
}

/** @param sinceS seconds since the scenario began; null: it has not begun, the patient is calm. */
export const conditionsOf = (scenario: ScenarioName | null, sinceS: number | null): Conditions => {
  if (scenario === null) return NOTHING
  return sinceS === null ? withoutDisturbances : conditionsBy[scenario](sinceS)
}

export const isScenario = (text: string): text is ScenarioName => (SCENARIOS as readonly string[]).includes(text)
