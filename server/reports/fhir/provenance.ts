import { Buffer } from 'node:buffer'
import type { Provenance, ProvenanceAgent, Signature } from '@medplum/fhirtypes'
import type { Staff } from '../../../shared/domain/actor.ts'
import type { StoredEvent } from '../../../shared/domain/session-event.ts'
import { toIso } from '../../../shared/domain/time.ts'
import type { VisitRecord } from '../visit-record.ts'
import { concept, hl7 } from './fhir-codes.ts'
import type { ReferenceTo, ResourceBook } from './resource-book.ts'

type SignedOff = Extract<StoredEvent, { readonly type: 'signedOff' }>

const AGENT = 'provenance-participant-type'

/** ASTM E1762: what a signature stands for. */
const signatureType = (isFirst: boolean) => ({
  system: 'urn:iso-astm:E1762-95:2013',
  code: isFirst ? '1.2.840.10065.1.12.1.1' : '1.2.840.10065.1.12.1.2',
  display: isFirst ? "Author's Signature" : "Coauthor's Signature",
})

/** A sign-in given once more, not a cryptographic signature: `data` is the sentence that was signed. */
const signature = (book: ResourceBook, { at, by, data }: SignedOff, isFirst: boolean): Signature => ({
  type: [signatureType(isFirst)],
  when: toIso(at),
  who: by === undefined ? { display: 'unknown' } : book.reference('Practitioner', by.id, by.name),
  sigFormat: 'text/plain',
  data: Buffer.from(data.statement, 'utf8').toString('base64'),
})

/** Whether the sign-in was given once more for it; a bare command to sign is told, and is no signature. */
const isConfirmed = ({ data }: SignedOff): boolean => data.isConfirmed === true

const signer = (book: ResourceBook, by: Staff): ProvenanceAgent => ({
  type: concept('Signed', hl7(AGENT, 'attester', 'Attester')),
  who: book.reference('Practitioner', by.id, by.name),
})

const software = (book: ResourceBook): ProvenanceAgent => ({
  type: concept('Made by', hl7(AGENT, 'assembler', 'Assembler')),
  who: book.reference('Device', 'software', 'Vigil'),
})

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

const signedText = (signed: readonly SignedOff[]): string => {
  if (signed.length === 0) return 'Not signed.'
  const confirmed = signed.filter(isConfirmed).length
  const bare = signed.length - confirmed
  return [
    ...(confirmed === 0 ? [] : [`Signed ${times(confirmed)} with the sign-in given once more.`]),
    ...(bare === 0 ? [] : [`Signed off ${times(bare)} by a command, without the sign-in once more.`]),
  ].join(' ')
}

const amendedText = (written: readonly StoredEvent[]): string => {
  const after = written.filter((event) => event.type === 'amended' && event.data.afterSignature).length
  return after === 0 ? '' : ` ${after} entries were amended after a signature.`
}

/** Who signed and what stands behind it: the hash of the newest event vouches for every event before it. */
export const provenanceResource = (
  book: ResourceBook,
  { written, lastHash, now }: VisitRecord,
  target: readonly ReferenceTo[],
): Provenance => {
  const signed = written.filter((event) => event.type === 'signedOff')
  const signers = new Map(signed.flatMap(({ by }) => (by === undefined ? [] : [[by.id, by] as const])))
  const confirmed = signed.filter(isConfirmed)
  const activity =
    confirmed.length === 0
      ? hl7('v3-DocumentCompletion', 'AU', 'authenticated')
      : hl7('v3-DocumentCompletion', 'LA', 'legally authenticated')
  return {
    resourceType: 'Provenance',
    id: book.id('Provenance', ''),
    ...book.meta(),
    ...book.narrative(
      `${signedText(signed)}${amendedText(written)} Hash of event ${written.at(-1)?.seq ?? 0}, the newest: ${lastHash}`,
    ),
    target: [...target],
    recorded: toIso(now),
    ...(signed.length === 0 ? {} : { activity: { coding: [activity] } }),
    agent: [software(book), ...[...signers.values()].map((by) => signer(book, by))],
    entity: [{ role: 'source', what: { identifier: { system: 'urn:vigil:event-chain-sha256', value: lastHash } } }],
    ...(confirmed.length === 0
      ? {}
      : { signature: confirmed.map((event, index) => signature(book, event, index === 0)) }),
  }
}
