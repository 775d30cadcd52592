import { fieldsOf, type Field } from '../../shared/domain/correctable.ts'
import type { SessionEventType } from '../../shared/domain/session-event.ts'
import type { WireEvent } from '../../shared/wire/stored-event.ts'
import { fieldLabel, isoOfLocal, localTimeText } from './amend-words.ts'

/** A field of an entry that can be set right, as the form shows it. */
export interface AmendField {
  /** Where it stands in the entry: `values.sbp`. */
  readonly path: string
  readonly label: string
  readonly kind: Exclude<Field, object>
  /** As it reads now, a time on the clock of this place; empty where the entry has none. */
  readonly text: string
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const shownText = (field: Field, value: unknown): string =>
  field === 'time' ? localTimeText(textOf(value)) : textOf(value)

const fieldsAt = (fields: Readonly<Record<string, Field>>, data: unknown, before: string): readonly AmendField[] =>
  Object.entries(fields).flatMap(([name, field]): readonly AmendField[] => {
    const value = isRecord(data) ? data[name] : undefined
    const path = before === '' ? name : `${before}.${name}`
    if (typeof field === 'object') return fieldsAt(field, value, path)
    // The items of a score are assessed anew with the score, not one by one.
    return field === 'figures' ? [] : [{ path, label: fieldLabel(path), kind: field, text: shownText(field, value) }]
  })

/** What of an entry can be set right, with what it says now. */
export const amendFields = (event: WireEvent): readonly AmendField[] => {
  const { occurredAt: _, ...fields } = fieldsOf(event.type as SessionEventType)
  return [
    ...fieldsAt(fields, event.data, ''),
    {
      path: 'occurredAt',
      label: fieldLabel('occurredAt'),
      kind: 'time',
      text: localTimeText(event.occurredAt ?? event.at),
    },
  ]
}

const valueOf = ({ kind }: AmendField, text: string): unknown => {
  if (kind === 'figure' || kind === 'positive') return text.trim() === '' ? undefined : Number(text)
  if (kind === 'time') return isoOfLocal(text.trim()) ?? undefined
  if (kind === 'flag') return text === 'true'
  return text.trim()
}

const put = (into: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [name, ...rest] = path
  if (name === undefined) return
  if (rest.length === 0) into[name] = value
  else {
    const inner = (into[name] ?? {}) as Record<string, unknown>
    into[name] = inner
    put(inner, rest, value)
  }
}

/** The correction: only what was changed; null where nothing was. */
export const correctionOf = (
  fields: readonly AmendField[],
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> | null => {
  const correction: Record<string, unknown> = {}
  for (const field of fields) {
    const text = texts[field.path]
    if (text === undefined || text.trim() === field.text) continue
    const value = valueOf(field, text)
    if (value !== undefined) put(correction, field.path.split('.'), value)
  }
  return Object.keys(correction).length === 0 ? null : correction
}
