import type { Scale } from '../../../shared/domain/score.ts'

/** Words that nurses use most (session.md section 2, ketamine's published effects); anything else is written. */
export const USUAL_SYMPTOMS = [
  'nausea',
  'vomiting',
  'dizziness',
  'drowsiness',
  'dissociation',
  'anxiety',
  'agitation',
  'headache',
  'blurred vision',
  'nystagmus',
  'salivation',
  'itching',
] as const

export interface UsualIntervention {
  readonly intervention: string
  readonly detail?: string
}

export const USUAL_INTERVENTIONS: readonly UsualIntervention[] = [
  { intervention: 'reassurance' },
  { intervention: 'repositioned' },
  { intervention: 'lights dimmed' },
  { intervention: 'airway opened' },
  { intervention: 'oxygen', detail: '2 L/min' },
  { intervention: 'oxygen', detail: '4 L/min' },
  { intervention: 'oxygen', detail: 'off, room air' },
  { intervention: 'rate halved' },
  { intervention: 'ondansetron', detail: '4 mg IV' },
  { intervention: 'labetalol', detail: '10 mg IV' },
  { intervention: 'midazolam', detail: '1 mg IV' },
  { intervention: 'fluids', detail: '250 mL' },
  { intervention: 'probe replaced' },
  { intervention: 'cuff replaced' },
]

export const PAUSE_REASONS = [
  'Patient asked',
  'Blood pressure high',
  'SpO2 low',
  'Too sedated',
  'Distress or agitation',
  'Nausea or vomiting',
  'Line or pump problem',
  'Toilet',
] as const

export const STOP_REASONS = [
  'Patient asked',
  'Blood pressure high',
  'SpO2 low',
  'Too sedated',
  'Distress or agitation',
  'Vomiting',
  'Line or pump problem',
  'Clinician decided',
] as const

export const RATE_REASONS = [
  'Dissociation',
  'Blood pressure high',
  'Too sedated',
  'Distress or agitation',
  'Nausea',
  'Tolerated well',
  'Clinician decided',
] as const

export const EXTEND_REASONS = [
  'Still drowsy',
  'Blood pressure',
  'Nausea',
  'Unsteady',
  'Medicine given',
  'Clinician decided',
] as const

export const ESCORTS = ['Partner', 'Family', 'Friend', 'Carer'] as const

/** Scales of one figure that a nurse takes again and again, each in one row of taps. */
export const QUICK_SCALES: readonly Scale[] = ['moaas', 'dissociation', 'nausea', 'anxiety', 'pain', 'rass']

/** Scales of items; their score is the sum (protocols.md, *Scores*). */
export const ITEM_SCALES: readonly Scale[] = ['aldrete', 'padss', 'cadss6', 'phq9', 'gad7']

export interface ItemWords {
  readonly label: string
  /** One for each point from the lowest; empty: the figure alone. */
  readonly points: readonly string[]
}

const NO_WORDS: Readonly<Record<string, ItemWords>> = {}

/** Items in words where the score gives them any. */
const ITEM_WORDS: Readonly<Partial<Record<Scale, Readonly<Record<string, ItemWords>>>>> = {
  aldrete: {
    activity: { label: 'Activity', points: ['no limb', 'two limbs', 'four limbs'] },
    respiration: { label: 'Respiration', points: ['apnoea', 'shallow', 'deep, coughs'] },
    circulation: { label: 'Circulation, BP', points: ['beyond ±50 %', '±20 to 50 %', 'within ±20 %'] },
    consciousness: { label: 'Consciousness', points: ['none', 'on calling', 'awake'] },
    spo2: { label: 'SpO₂', points: ['< 90 % with O₂', 'O₂ for > 90 %', '> 92 % on air'] },
  },
  padss: {
    vitalSigns: { label: 'Vital signs', points: ['beyond 40 %', '20 to 40 %', 'within 20 %'] },
    gait: { label: 'Gait', points: ['none', 'with help', 'steady'] },
    nausea: { label: 'Nausea', points: ['severe', 'moderate', 'minimal'] },
    pain: { label: 'Pain', points: ['severe', 'moderate', 'minimal'] },
    bleeding: { label: 'IV site', points: ['severe', 'moderate', 'minimal'] },
  },
}

export const itemWords = (scale: Scale, id: string): ItemWords =>
  (ITEM_WORDS[scale] ?? NO_WORDS)[id] ?? { label: id.replace(/^q/, 'Item '), points: [] }

/** Why limits are wider than the protocol's. */
export const LIMIT_REASONS = [
  'Usual for this patient',
  'Athlete, slow pulse',
  'Lung disease, known low',
  'Known hypertension',
  'Clinician’s order',
] as const
