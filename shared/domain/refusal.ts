/** Codes that outside clients rely on (api.md), and the few that go beside them. */
export type RefusalCode =
  | 'wrongPhase'
  | 'baselineMissing'
  | 'baselinePressureGate'
  | 'checklistOpen'
  | 'doseOverMaximum'
  | 'gateOpen'
  | 'conflict'
  | 'notAllowed'
  | 'outOfRange'
  | 'unknownType'
  | 'badRequest'
  | 'notFound'
  | 'keyReused'
  | 'alarmOpen'
  | 'bayTaken'
  | 'noMonitorValues'
  /** Nothing was kept and the same order may be given again: no room on the disk, the store failed, too much is waiting. */
  | 'storeFull'
  | 'storeFailed'
  | 'busy'

/** An expected no: which rule, and a sentence that says where the session stands and what would be accepted. */
export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
}
