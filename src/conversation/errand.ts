import type { CompiledFlow } from '../flow/compile.ts'
import { hasQuestions } from '../flow/traits.ts'
import { type Draft, lead, titleFor, update } from './draft.ts'
import { whoseIs } from './people.ts'
import { enter, hasEnded } from './walk.ts'

/** Whether a flow is about one person's case: it asks about it, or says where to go with it. */
export const isOfOnePerson = ({ flow }: CompiledFlow): boolean =>
  hasQuestions(flow) || flow.flow === 'to-elsewhere'

/** Opens a flow; one that was interrupted for the same person goes on where it was, and is not begun twice. */
export function openErrand(draft: Draft, flow: string): void {
  const { stack, whose } = draft.state
  const interrupted = stack.findLast(
    (frame) =>
      frame.flow === flow && !frame.key && whoseIs(frame) === whose && !hasEnded(draft, frame),
  )
  if (!interrupted || interrupted.path.length === 0) return enter(draft, flow)
  const below = stack.filter((frame) => frame !== interrupted && !hasEnded(draft, frame))
  update(draft, { stack: [...below, interrupted], aside: null, misses: 0, paused: false })
  const count = interrupted.path.length
  lead(draft, 'resumed', { title: titleFor(draft, interrupted), count, place: count + 1 })
}
