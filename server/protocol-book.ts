import { PRODUCT_PROTOCOLS } from '../shared/domain/protocols/product-protocols.ts'
import { proposeDose } from './core/dose-plan.ts'
import type { Protocols } from './ports/protocols.ts'

/** The protocols that come with the product. */
export const protocolBook: Protocols = {
  list: () => PRODUCT_PROTOCOLS,
  find: (id) => PRODUCT_PROTOCOLS.find((protocol) => protocol.id === id) ?? null,
  propose: proposeDose,
}
