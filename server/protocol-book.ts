import type { ProtocolId } from '../shared/domain/ids.ts'
import { protocolDifference } from '../shared/domain/protocol-difference.ts'
import { versionInUse, type ProtocolVersion, type VersionStanding } from '../shared/domain/protocol-version.ts'
import type { Protocol, ProtocolDraft } from '../shared/domain/protocol.ts'
import { PRODUCT_PROTOCOLS } from '../shared/domain/protocols/product-protocols.ts'
import type { Refusal, RefusalCode } from '../shared/domain/refusal.ts'
import { err, ok, type Result } from '../shared/domain/result.ts'
import type { Instant } from '../shared/domain/time.ts'
import { createOneAtATime } from './auth/one-at-a-time.ts'
import { proposeDose } from './core/dose-plan.ts'
import type { Authorship, ProtocolBook, Revision } from './ports/protocols.ts'
import type { RecordStore } from './ports/record-store.ts'
import { readVersions, writeVersions } from './protocol-record.ts'

type Versions = readonly ProtocolVersion[]
type Answer = Result<ProtocolVersion, Refusal>

const no = (code: RefusalCode, message: string) => err<Refusal>({ code, message })

const numberOf = ({ protocol }: ProtocolVersion): number => protocol.version

const newestOf = (versions: Versions): number => Math.max(0, ...versions.map(numberOf))

const standing = (it: ProtocolVersion): VersionStanding & { readonly protocol: Protocol } => ({
  version: it.protocol.version,
  isApproved: it.protocol.approval !== null,
  isRetired: it.retired !== null,
  origin: it.origin,
  protocol: it.protocol,
})

const inUse = (versions: Versions): Protocol | null => versionInUse(versions.map(standing))?.protocol ?? null

/** What the product brings and the store does not have yet: at the first start all of it, after an update what changed. */
const newOfProduct = (stored: Versions, now: Instant): Versions =>
  PRODUCT_PROTOCOLS.flatMap((product) => {
    const own = stored.filter(({ protocol }) => protocol.id === product.id)
    const before = own.findLast(({ origin }) => origin === 'product')
    if (before !== undefined && protocolDifference(before.protocol, product).length === 0) return []
    const note = before === undefined ? 'Came with the product' : 'Came with an update of the product'
    const protocol = { ...product, version: newestOf(own) + 1, approval: null }
    return [{ protocol, origin: 'product', createdAt: now, createdBy: null, basedOn: null, note, retired: null }]
  })

/** Versions by protocol, oldest first; in the order in which the protocols came. */
class Shelf {
  readonly #byId = new Map<ProtocolId, Versions>()

  of(id: ProtocolId): Versions {
    return this.#byId.get(id) ?? []
  }

  ids(): readonly ProtocolId[] {
    return [...this.#byId.keys()]
  }

  keep(version: ProtocolVersion): void {
    const { id } = version.protocol
    const others = this.of(id).filter((it) => numberOf(it) !== numberOf(version))
    this.#byId.set(
      id,
      [...others, version].toSorted((first, second) => numberOf(first) - numberOf(second)),
    )
  }
}

interface BookParts {
  readonly records: RecordStore
  readonly now: () => Instant
}

interface Origins extends Authorship {
  readonly basedOn: ProtocolVersion['basedOn']
}

/** The changes of the book; each is checked against what the one before it left. */
class Desk {
  readonly shelf = new Shelf()
  readonly #parts: BookParts
  readonly #inTurn = createOneAtATime()

  constructor(parts: BookParts) {
    this.#parts = parts
  }

  async open(): Promise<void> {
    const stored = await readVersions(this.#parts.records)
    const added = newOfProduct(stored, this.#parts.now())
    if (added.length > 0) await writeVersions(this.#parts.records, added)
    for (const version of [...stored, ...added]) this.shelf.keep(version)
  }

  add(draft: ProtocolDraft, by: Origins): Promise<Answer> {
    return this.#inTurn(async () => {
      const { id } = draft
      if (this.shelf.of(id).length > 0)
        return no('conflict', `There is a protocol ${id} already: give this one another id, or make a version of it.`)
      return ok(await this.#write(draft, by))
    })
  }

  revise(draft: ProtocolDraft, { basedOn, newest, ...by }: Revision): Promise<Answer> {
    return this.#inTurn(async () => {
      const { id } = draft
      const versions = this.shelf.of(id)
      const base = versions.find((it) => numberOf(it) === basedOn)
      if (base === undefined) return no('notFound', `There is no version ${basedOn} of protocol ${id}.`)
      if (newest !== newestOf(versions))
        return no(
          'conflict',
          `Version ${newestOf(versions)} was made since you began: look at it, then make yours again.`,
        )
      if (protocolDifference(base.protocol, draft).length === 0)
        return no('conflict', `Nothing differs from version ${basedOn}: there is nothing to keep.`)
      return ok(await this.#write(draft, { ...by, basedOn: { id, version: basedOn } }))
    })
  }

  async take(draft: ProtocolDraft, by: Authorship): Promise<Answer> {
    const newest = newestOf(this.shelf.of(draft.id))
    return newest === 0
      ? this.add(draft, { ...by, basedOn: null })
      : this.revise(draft, { ...by, basedOn: newest, newest })
  }

  approve(id: ProtocolId, version: number, by: string): Promise<Answer> {
    return this.#decide(id, version, (it) => {
      const { approval } = it.protocol
      if (approval !== null) return no('conflict', `Version ${version} was approved by ${approval.by} already.`)
      return ok({ ...it, protocol: { ...it.protocol, approval: { by, at: this.#parts.now() } } })
    })
  }

  retire(id: ProtocolId, version: number, by: { readonly by: string; readonly reason: string }): Promise<Answer> {
    return this.#decide(id, version, (it) => ok({ ...it, retired: { ...by, at: this.#parts.now() } }))
  }

  #decide(id: ProtocolId, version: number, decision: (it: ProtocolVersion) => Answer): Promise<Answer> {
    return this.#inTurn(async () => {
      const known = this.shelf.of(id).find((it) => numberOf(it) === version)
      if (known === undefined) return no('notFound', `There is no version ${version} of protocol ${id}.`)
      if (known.retired !== null)
        return no(
          'conflict',
          `Version ${version} was retired by ${known.retired.by}: make a new version of it instead.`,
        )
      const decided = decision(known)
      if (decided.ok) await this.#keep(decided.value)
      return decided
    })
  }

  async #write(draft: ProtocolDraft, { by, note, basedOn }: Origins): Promise<ProtocolVersion> {
    const version: ProtocolVersion = {
      protocol: { ...draft, version: newestOf(this.shelf.of(draft.id)) + 1, approval: null },
      origin: 'clinic',
      createdAt: this.#parts.now(),
      createdBy: by,
      basedOn,
      note,
      retired: null,
    }
    await this.#keep(version)
    return version
  }

  async #keep(version: ProtocolVersion): Promise<void> {
    await writeVersions(this.#parts.records, [version])
    this.shelf.keep(version)
  }
}

/** The protocols of the clinic, in all their versions: held in memory, written through, changed one at a time. */
export const createProtocolBook = async (parts: BookParts): Promise<ProtocolBook> => {
  const desk = new Desk(parts)
  await desk.open()
  const { shelf } = desk
  return {
    list: () => shelf.ids().flatMap((id) => inUse(shelf.of(id)) ?? []),
    find: (id) => inUse(shelf.of(id)),
    propose: proposeDose,
    histories: () =>
      shelf.ids().map((id) => ({ id, inUse: inUse(shelf.of(id))?.version ?? null, versions: shelf.of(id) })),
    version: (id, version) => shelf.of(id).find((it) => numberOf(it) === version) ?? null,
    add: (draft, by) => desk.add(draft, { basedOn: null, ...by }),
    revise: (draft, by) => desk.revise(draft, by),
    take: (draft, by) => desk.take(draft, by),
    approve: (id, version, by) => desk.approve(id, version, by),
    retire: (id, version, by) => desk.retire(id, version, by),
  }
}
