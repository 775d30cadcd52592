import type { Refusal, RefusalCode } from '../../shared/domain/refusal.ts'

/** What the parts of a decision answer with: null where the rule has nothing against it. */
export type Objection = Refusal | null

const refuse =
  (code: RefusalCode) =>
  (message: string, details?: Readonly<Record<string, unknown>>): Refusal =>
    details === undefined ? { code, message } : { code, message, details }

export const wrongPhase = refuse('wrongPhase')
export const notAllowed = refuse('notAllowed')
export const outOfRange = refuse('outOfRange')
export const badRequest = refuse('badRequest')
export const notFound = refuse('notFound')
export const conflict = refuse('conflict')
export const keyReused = refuse('keyReused')
export const baselineMissing = refuse('baselineMissing')
export const noMonitorValues = refuse('noMonitorValues')
export const alarmOpen = refuse('alarmOpen')

/** The first rule that has something against it. */
export const firstObjection = (...objections: readonly Objection[]): Objection =>
  objections.find((objection) => objection !== null) ?? null

export const isPositive = (figure: number): boolean => Number.isFinite(figure) && figure > 0

/** A figure must be positive and finite, and no more than can be meant. */
export const checkFigure = (name: string, figure: number, most: number, unit: string): Objection =>
  isPositive(figure) && figure <= most
    ? null
    : outOfRange(`${name} is ${figure} ${unit}; a figure above 0 and up to ${most} ${unit} is accepted.`)

export const checkText = (name: string, text: string): Objection =>
  text.trim() === '' ? badRequest(`${name} is empty; say it in a few words.`) : null
