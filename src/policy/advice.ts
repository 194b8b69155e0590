import type { Kind, Verdict } from './kinds.ts'
import type { Citation } from './ruling.ts'

/** What the assistant concluded, as the chat's state shows it. */
export type Advice = {
  readonly verdict: Verdict
  readonly kind: Kind
  /** 待遇领取地: a province such as 河南; null while it cannot be known. */
  readonly benefitPlace: string | null
  readonly basis: readonly Citation[]
  /** The nearest change of facts that would change the verdict or the place, in plain words. */
  readonly otherwise: string | null
}
