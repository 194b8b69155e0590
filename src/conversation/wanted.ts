import { asks } from '../wishes/manner.ts'
import type { RankedWish } from '../wishes/recognise.ts'
import { type Draft, topFrame } from './draft.ts'
import type { Dossier } from './state.ts'
import { hasEnded } from './walk.ts'

/** Whether a form is being filled in, or a question of another flow stands open. */
export const isInHand = (draft: Draft): boolean => {
  const frame = topFrame(draft)
  return frame !== undefined && !hasEnded(draft, frame)
}

/** The application that came back last, where nothing else is in hand. */
export function refusedLast(draft: Draft): Dossier | null {
  const last = draft.state.dossiers.at(-1)
  return last?.status.stage === 'refused' && !isInHand(draft) ? last : null
}

/** What words may want here, surest first: some things can be wanted only where there is something to do them to. */
export function wishesHere(draft: Draft, text: string): readonly RankedWish[] {
  const makesSense = ({ wish }: RankedWish): boolean => {
    switch (wish) {
      case 'told-facts':
        return !isInHand(draft)
      // 凭证上就是96个月 tells what stands there.
      case 'where':
      case 'not-known':
        return !/\d/.test(text) || asks(text)
      case 'repeat':
        return isInHand(draft) || draft.state.dossiers.length === 0
      case 'mend':
      case 'settled':
        return refusedLast(draft) !== null
      default:
        return true
    }
  }
  return draft.catalogue.wishesOf(text).filter(makesSense)
}
