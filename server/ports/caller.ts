import type { Staff } from '../../shared/domain/actor.ts'
import type { SiteId, TokenId } from '../../shared/domain/ids.ts'

/** Who asks. A login is one sign-in of a member of staff; tokens belong to things, not to people. */
export type Caller =
  | { readonly kind: 'staff'; readonly staff: Staff; readonly loginId: string }
  | { readonly kind: 'display'; readonly tokenId: TokenId; readonly name: string; readonly site: SiteId }
  /** `device`: the one name it may speak under; null: it names the device in each message. */
  | { readonly kind: 'device'; readonly tokenId: TokenId; readonly name: string; readonly device: string | null }

/** What a request shows: the whole cookie header, and a token where it carries one. */
export interface Credentials {
  readonly cookie: string | undefined
  readonly token: string | undefined
}

/** @returns null for nobody: nothing shown, or nothing that holds (any more). */
export type Authenticate = (credentials: Credentials) => Promise<Caller | null>
