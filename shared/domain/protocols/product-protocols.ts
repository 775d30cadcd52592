import type { Protocol } from '../protocol.ts'
import { ESKETAMINE } from './esketamine.ts'
import { IM } from './im.ts'
import { IV_DEPRESSION_TITRATED } from './iv-depression-titrated.ts'
import { IV_DEPRESSION } from './iv-depression.ts'
import { IV_PAIN } from './iv-pain.ts'

/** The five that come with the product, to be approved by a clinic's own clinicians before use. */
export const PRODUCT_PROTOCOLS: readonly Protocol[] = [IV_DEPRESSION, IV_DEPRESSION_TITRATED, IV_PAIN, IM, ESKETAMINE]
