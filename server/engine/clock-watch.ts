import { MS_PER_SECOND } from '../../shared/domain/time.ts'
import type { Clock } from '../ports/clock.ts'

/** More than this beside the machine's steady clock is no drift: somebody set the clock, or the machine slept. Clinical time. */
const JUMP_MS = 2 * MS_PER_SECOND

/** Compares the clinical clock with one that nobody can set. */
export interface ClockWatch {
  /** @returns by how much the clock jumped since the last look, clinical milliseconds; null: it did not */
  look(): number | null
}

/** @param steady counts milliseconds evenly and is never set */
export const createClockWatch = (clock: Clock, steady: () => number): ClockWatch => {
  let lastSteady = steady()
  let lastClinical: number = clock.now()
  return {
    look: () => {
      const steadyNow = steady()
      const clinicalNow = clock.now()
      const jumpMs = clinicalNow - lastClinical - (steadyNow - lastSteady) * clock.speed
      lastSteady = steadyNow
      lastClinical = clinicalNow
      return Math.abs(jumpMs) > JUMP_MS * clock.speed ? jumpMs : null
    },
  }
}
