import type { Bundle, Resource } from '@medplum/fhirtypes'
import { toIso } from '../../../shared/domain/time.ts'
import { devicesOf } from '../devices.ts'
import type { VisitRecord } from '../visit-record.ts'
import { assessments } from './assessments.ts'
import { medicationResources } from './medication.ts'
import {
  deviceResource,
  encounterResource,
  patientResource,
  practitionerResource,
  softwareResource,
  staffOf,
} from './parties.ts'
import { provenanceResource } from './provenance.ts'
import { fullUrl, ResourceBook, uuidOf, type ReferenceTo } from './resource-book.ts'
import { vitalResources } from './vital-resources.ts'

function* content(book: ResourceBook, record: VisitRecord): Generator<Resource> {
  yield patientResource(book, record)
  yield encounterResource(book, record)
  for (const person of staffOf(record)) yield practitionerResource(book, person)
  for (const [id, name] of devicesOf(record)) yield deviceResource(book, record, id, name)
  yield softwareResource(book)
  yield* medicationResources(book, record)
  yield* assessments(book, record)
  yield* vitalResources(book, record)
}

const entryText = (resource: Resource): string => JSON.stringify({ fullUrl: fullUrl(resource), resource })

/** All but the entries; the brace at its end is left open. */
const bundleHead = (book: ResourceBook, { view, now, lastHash }: VisitRecord): string => {
  const head: Bundle = {
    resourceType: 'Bundle',
    id: uuidOf(`${view.id} bundle ${lastHash}`),
    ...book.meta(),
    identifier: { system: 'urn:vigil:session', value: view.id },
    type: 'collection',
    timestamp: toIso(now),
  }
  return JSON.stringify(head).slice(0, -1)
}

/** One visit as a FHIR R4 Bundle, resource by resource; the provenance comes last and names all before it. */
export function* fhirBundle(record: VisitRecord): Generator<string> {
  const book = new ResourceBook(record.view)
  const targets: ReferenceTo[] = []
  yield `${bundleHead(book, record)},"entry":[`
  for (const resource of content(book, record)) {
    targets.push({ reference: `${resource.resourceType}/${resource.id ?? ''}` })
    yield `${entryText(resource)},\n`
  }
  yield `${entryText(provenanceResource(book, record, targets))}]}`
}
