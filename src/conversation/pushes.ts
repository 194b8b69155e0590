import { type Draft, lead, update } from './draft.ts'
import type { Saying } from './effect.ts'

/** Updates that are kept for somebody who wants none; older ones are history by then. */
const mostUntold = 5

/** Tells what happened at the agency, and the open question after it; or keeps it, where none is wanted. */
export function tellUnasked(draft: Draft, saying: Saying): void {
  draft.unasked = true
  if (draft.state.pushes === 'off') {
    update(draft, { untold: [...(draft.state.untold ?? []), saying].slice(-mostUntold) })
    draft.asks = false
  } else draft.said.push(saying)
}

/** Tells what was kept, now that somebody asks. */
export function tellUntold(draft: Draft): void {
  const { untold = [] } = draft.state
  if (untold.length === 0) return
  draft.said.push(...untold.map(({ notice: _, ...saying }) => saying))
  update(draft, { untold: [] })
}

/** “退订”: from now on nothing is told unasked. */
export function unsubscribe(draft: Draft): void {
  update(draft, { pushes: 'off' })
  lead(draft, 'pushesOff')
}

/** “通知”: whatever happens is told, and what happened meanwhile now. */
export function subscribe(draft: Draft): void {
  update(draft, { pushes: 'on' })
  tellUntold(draft)
  lead(draft, 'pushesOn')
}
