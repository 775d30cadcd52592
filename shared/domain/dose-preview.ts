import type { InfusionView, OpenGate } from './session-view.ts'

/** What somebody is about to order of the dose; why they do is asked after they have seen what it comes to. */
export type DoseQuestion =
  | {
      readonly type: 'startInfusion'
      readonly doseMg: number
      readonly durationMin: number
      readonly concentrationMgPerMl?: number
    }
  | { readonly type: 'changeRate'; readonly rateMgPerHour: number }
  | { readonly type: 'giveBolus'; readonly mg: number }
  | { readonly type: 'resumeInfusion' }

/** What an order would do to dose and end if it were given now. */
export interface DosePreview {
  /** As it stands; null: not begun. */
  readonly before: InfusionView | null
  readonly after: InfusionView | null
  /** What the order would have to pass with an override. */
  readonly openGates: readonly OpenGate[]
}
