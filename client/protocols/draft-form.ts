import type { Limit } from '../../shared/domain/limit.ts'
import { MONITORED_PHASES } from '../../shared/domain/phase.ts'
import type { FigureGroup, ProtocolDraft } from '../../shared/domain/protocol.ts'
import { protocolDraftSchema } from '../../shared/wire/protocol-file.ts'
import { plainWords } from './plain-words.ts'

/**
 * A protocol while it is being written: the draft's own shape with holes in it, so that a field may be empty.
 * Only the schema makes a draft of it again.
 */
export interface DraftForm extends Omit<ProtocolDraft, 'sources'> {
  readonly sources: Readonly<Partial<Record<FigureGroup, string>>>
}

export type Path = readonly (string | number)[]

export const formOf = ({ sources, ...draft }: ProtocolDraft): DraftForm => ({
  ...draft,
  sources: Object.fromEntries(sources.map(({ about, source }) => [about, source])),
})

const childOf = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string | number, unknown>>)[key] : undefined

export const valueAt = (form: unknown, path: Path): unknown => path.reduce(childOf, form)

/** The form with another value at one place; undefined takes the place away. */
export const withValue = (form: unknown, [key, ...rest]: Path, value: unknown): unknown => {
  if (key === undefined) return value
  const next = withValue(childOf(form, key), rest, value)
  if (Array.isArray(form)) {
    const list = form as readonly unknown[]
    return next === undefined ? list.filter((_, index) => index !== key) : Object.assign([...list], { [key]: next })
  }
  const { [key]: _before, ...others } = (form ?? {}) as Readonly<Record<string | number, unknown>>
  return next === undefined ? others : { ...(form ?? {}), [key]: next }
}

const isThere = (part: object | undefined): boolean => part !== undefined && Object.keys(part).length > 0

const limitGroups = (limits: readonly Limit[]): readonly FigureGroup[] =>
  limits.map(({ metric, direction }): FigureGroup => `limits.${metric}.${direction}`)

/** The groups of which something is set, as far as it is written: each asks for a source. */
export const groupsInForm = (form: DraftForm): readonly FigureGroup[] => {
  const always = ['dose', 'maximum', 'baselineGate', 'recoveryMinimum', 'recoveryBand', 'longestPause', 'longestStay']
  const own = MONITORED_PHASES.flatMap((phase) => limitGroups(form.limitsByPhase?.[phase] ?? []))
  return [
    ...new Set<FigureGroup>([
      ...(always as readonly FigureGroup[]),
      ...(form.ramp.length > 0 ? (['ramp'] as const) : []),
      ...(isThere(form.bloodPressure) ? (['bloodPressure'] as const) : []),
      ...(isThere(form.check) ? (['check'] as const) : []),
      ...(form.maintenanceDays === undefined ? [] : (['maintenance'] as const)),
      ...(form.checklist.length > 0 ? (['checklist'] as const) : []),
      ...(form.criteria.length > 0 ? (['criteria'] as const) : []),
      ...limitGroups(form.limits),
      ...own,
    ]),
  ]
}

/** Place in the form → what is wrong there. */
export type Faults = Readonly<Record<string, string>>

export interface CheckedForm {
  /** null: something is wrong. */
  readonly draft: ProtocolDraft | null
  readonly faults: Faults
}

export const checkForm = (form: DraftForm): CheckedForm => {
  const groups = groupsInForm(form)
  const sources = groups.map((about) => ({ about, source: form.sources[about] ?? '' }))
  const { limitsByPhase: _phases, bloodPressureOptions: _options, ...rest } = form
  const phases = isThere(form.limitsByPhase) ? { limitsByPhase: form.limitsByPhase } : {}
  const options = isThere(form.bloodPressureOptions) ? { bloodPressureOptions: form.bloodPressureOptions } : {}
  const read = protocolDraftSchema.safeParse({ ...rest, ...phases, ...options, sources })
  if (read.success) return { draft: read.data, faults: {} }
  const faults = read.error.issues.map(({ path: [first, second, ...more], message }) => {
    const about = first === 'sources' && typeof second === 'number' ? groups[second] : undefined
    const place = about === undefined ? [first, second, ...more] : ['sources', about]
    return [place.filter((part) => part !== undefined).join('.'), plainWords(message)] as const
  })
  return { draft: null, faults: Object.fromEntries(faults.toReversed()) }
}
