import { createHash } from 'node:crypto'
import type { Annotation, Meta, Resource } from '@medplum/fhirtypes'
import type { SessionView } from '../../../shared/domain/session-view.ts'
import { hl7, own, profileUrl } from './fhir-codes.ts'

/** Names nothing that could be reached (RFC 2606): references of one bundle are resolved within it. */
const BASE = 'https://vigil.invalid/fhir'

const NAMESPACE = 'vigil-fhir'

/** The same thing has the same id in every export: a UUID of version 5 of what it is. */
export const uuidOf = (name: string): string => {
  const hex = createHash('sha1').update(`${NAMESPACE} ${name}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0b0011) | 0b1000).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, variant + hex.slice(17, 20)]
  return [...parts, hex.slice(20, 32)].join('-')
}

export const fullUrl = ({ resourceType, id = '' }: Resource): string => `${BASE}/${resourceType}/${id}`

type Marked = Pick<SessionView, 'simulated' | 'replayed'>

/** What every resource of data that is no patient's says of itself; null: it is a patient's. */
export const markText = ({ simulated, replayed }: Marked): string | null => {
  if (simulated) return 'SIMULATED: this is made-up data of no patient.'
  return replayed ? 'REPLAY: these are recorded readings, played again.' : null
}

const testMeta = ({ simulated }: Marked): Meta => ({
  security: [hl7('v3-ActReason', 'HTEST', 'test health data')],
  tag: [simulated ? own('origin', 'simulated', 'SIMULATED') : own('origin', 'replay', 'REPLAY')],
})

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The same people and things come again in other visits. */
const OF_EVERY_VISIT: ReadonlySet<Resource['resourceType']> = new Set(['Practitioner', 'Device'])

export interface ReferenceTo {
  reference: string
  display?: string
}

/** Gives the resources of one visit their ids, references and marks. */
export class ResourceBook {
  readonly #view: SessionView

  constructor(view: SessionView) {
    this.#view = view
  }

  /** @param name what it is, unique among the resources of its type in this visit */
  id(type: Resource['resourceType'], name: string): string {
    const { id, patient } = this.#view
    if (type === 'Patient') return uuidOf(`Patient ${patient.recordNumber ?? `of ${id}`}`)
    return uuidOf(OF_EVERY_VISIT.has(type) ? `${type} ${name}` : `${id} ${type} ${name}`)
  }

  reference(type: Resource['resourceType'], name: string, display?: string): ReferenceTo {
    const reference = `${type}/${this.id(type, name)}`
    return display === undefined ? { reference } : { reference, display }
  }

  /** Where a simulation or a replay made it, it says so: to machines here, to people in `notes` or `narrative`. */
  meta(profile?: string): { meta?: Meta } {
    const marked = markText(this.#view) !== null
    if (!marked && profile === undefined) return {}
    const profiled = profile === undefined ? {} : { profile: [profileUrl(profile)] }
    return { meta: { ...profiled, ...(marked ? testMeta(this.#view) : {}) } }
  }

  notes(...texts: readonly string[]): { note?: Annotation[] } {
    const mark = markText(this.#view)
    const all = [...(mark === null ? [] : [mark]), ...texts]
    return all.length === 0 ? {} : { note: all.map((text) => ({ text })) }
  }

  /** For what has no notes: the mark and what it is, for people to read. */
  narrative(text: string): { text: { status: 'generated'; div: string } } {
    const mark = markText(this.#view)
    const said = mark === null ? text : `${mark} ${text}`
    return { text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${escaped(said)}</div>` } }
  }
}
