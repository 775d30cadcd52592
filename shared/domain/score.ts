export const SCALES = [
  'moaas',
  'rass',
  'aldrete',
  'padss',
  'cadss6',
  'dissociation',
  'pain',
  'nausea',
  'anxiety',
  'phq9',
  'gad7',
] as const

export type Scale = (typeof SCALES)[number]

export interface ScaleInfo {
  readonly label: string
  readonly range: readonly [low: number, high: number]
  /** Items of a scale that has any, each with its own range; the score is their sum. */
  readonly items: readonly { readonly id: string; readonly range: readonly [low: number, high: number] }[]
}

const items = (range: readonly [number, number], ...ids: readonly string[]): ScaleInfo['items'] =>
  ids.map((id) => ({ id, range }))

const numbered = (count: number, range: readonly [number, number]): ScaleInfo['items'] =>
  items(range, ...Array.from({ length: count }, (_, index) => `q${index + 1}`))

/** Ranges and items: protocols.md, *Scores*; CADSS-6 has six items of 0 to 4 (Rodrigues 2021). */
export const SCALE_INFO: Readonly<Record<Scale, ScaleInfo>> = {
  moaas: { label: 'Sedation (MOAA/S)', range: [0, 5], items: [] },
  rass: { label: 'Sedation (RASS)', range: [-5, 4], items: [] },
  aldrete: {
    label: 'Modified Aldrete',
    range: [0, 10],
    items: items([0, 2], 'activity', 'respiration', 'circulation', 'consciousness', 'spo2'),
  },
  padss: {
    label: 'PADSS',
    range: [0, 10],
    items: items([0, 2], 'vitalSigns', 'gait', 'nausea', 'pain', 'bleeding'),
  },
  cadss6: { label: 'Dissociation (CADSS-6)', range: [0, 24], items: numbered(6, [0, 4]) },
  dissociation: { label: 'Dissociation', range: [0, 10], items: [] },
  pain: { label: 'Pain', range: [0, 10], items: [] },
  nausea: { label: 'Nausea', range: [0, 10], items: [] },
  anxiety: { label: 'Anxiety', range: [0, 10], items: [] },
  phq9: { label: 'PHQ-9', range: [0, 27], items: numbered(9, [0, 3]) },
  gad7: { label: 'GAD-7', range: [0, 21], items: numbered(7, [0, 3]) },
}
