import type { Advice } from '../policy/advice.ts'
import type { adviceView } from '../policy/adviceView.ts'
import type { Situation } from '../policy/situation.ts'

/** What a fact consists of: names, or anything at all. A list is like each of its entries. */
export type Shape = true | { readonly [name: string]: Shape }

/** Names of which nothing more is said. */
const plain = <Name extends string>(...names: Name[]): Record<Name, true> =>
  // Of entries TypeScript forgets the names.
  Object.fromEntries(names.map((name) => [name, true])) as Record<Name, true>

const status = plain(
  ...(['serial', 'business', 'submittedAt', 'handling', 'feedback', 'stage'] as const),
  ...(['reason', 'field', 'explanation', 'documents'] as const),
)

/** An application, as it is told of. */
const card = { ...plain('serial', 'standing', 'business', 'title', 'due'), status }

const advice: Record<keyof Advice, true> = plain(
  ...(['verdict', 'kind', 'benefitPlace', 'basis', 'otherwise'] as const),
)

const situation: Record<keyof Situation, true> = plain(
  ...(['here', 'monthsHere', 'elsewhere', 'household', 'monthsInAll'] as const),
  ...(['retirement', 'from', 'to', 'posting'] as const),
)

/** What the words of every step may name besides the answers. */
export const always = { ...plain('today', 'whose', 'awaited', 'medical', 'untold'), dossiers: card }

/** What may be named where there is such a thing. */
export const sometimes = { ...plain('due', 'because'), dossier: card, found: card }

/** What an advice is told with. */
export const advised: Record<keyof ReturnType<typeof adviceView>, Shape> = {
  ...plain('grounds', 'yearsShort', 'open', 'reasoning', 'latest', 'checked'),
  ...{ advice, situation },
}

/** What the news of an application (`templates/status/`) may name. */
export const news = plain(
  ...(['serial', 'standing', 'title', 'due'] as const),
  ...(['reason', 'explanation', 'remedy', 'field'] as const),
)
