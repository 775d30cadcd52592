/** Reads the fields of an event's data as they came over the wire: what does not fit reads as nothing, never as a guess. */
export interface EventFields {
  readonly text: (name: string) => string
  readonly figure: (name: string) => number | null
  readonly isSet: (name: string) => boolean
  readonly group: (name: string) => EventFields
  readonly groups: (name: string) => readonly EventFields[]
  readonly figures: () => Readonly<Record<string, number>>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const readFields = (data: unknown): EventFields => {
  const fields = isRecord(data) ? data : {}
  return {
    text: (name) => (typeof fields[name] === 'string' ? fields[name] : ''),
    figure: (name) => (typeof fields[name] === 'number' ? fields[name] : null),
    isSet: (name) => fields[name] === true,
    group: (name) => readFields(fields[name]),
    groups: (name) => (Array.isArray(fields[name]) ? fields[name].map(readFields) : []),
    figures: () =>
      Object.fromEntries(
        Object.entries(fields).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      ),
  }
}
