import type { Saying } from '../conversation/effect.ts'
import type { Due } from '../store/delivery.ts'

/**
 * Sayings that go out together, as the parcels of the last of them. `update`: told unasked; `again`: the
 * open question after that; `answer`: everything else.
 */
export type Bundle = { rows: readonly Due[]; kind: 'update' | 'again' | 'answer' }

export type Plan = {
  bundles: readonly Bundle[]
  /** What need not be said any more. */
  dropped: readonly Due[]
}

export const sayingOf = ({ effect }: Due): Saying => {
  if (effect.kind !== 'say') throw new Error('only sayings are delivered')
  return effect.saying
}

/**
 * Puts what is to be said in bundles, in its order: updates next to each other are told as one, and the
 * open question is said again only at the very end. `sparing`: where messages are counted, an update
 * and the question after it are one, and so are the answers of a turn.
 */
export function plan(says: readonly Due[], pushes: 'on' | 'off', sparing: boolean): Plan {
  const dropped: Due[] = []
  const bundles: Bundle[] = []
  for (const [index, due] of says.entries()) {
    const kind = kindOf(due)
    const isUnwanted = pushes === 'off' && kind !== 'answer'
    const isRepeated = kind === 'again' && index < says.length - 1
    if ((isUnwanted || isRepeated) && due.parcels === 0) {
      dropped.push(due)
      continue
    }
    const last = bundles.at(-1)
    if (last && isAlike(last, due, kind, sparing) && goTogether(last, due)) {
      bundles[bundles.length - 1] = { ...last, rows: [...last.rows, due] }
    } else bundles.push({ kind, rows: [due] })
  }
  return { bundles, dropped }
}

function kindOf(due: Due): Bundle['kind'] {
  const { notice, again } = sayingOf(due)
  if (notice) return 'update'
  return again ? 'again' : 'answer'
}

function isAlike(bundle: Bundle, next: Due, kind: Bundle['kind'], sparing: boolean): boolean {
  const last = sayingOf(bundle.rows.at(-1)!)
  if (last.again || last.everywhere || sayingOf(next).everywhere) return false
  if (bundle.kind === 'update') return kind === 'update' || (kind === 'again' && sparing)
  return sparing && bundle.kind === 'answer' && kind === 'answer'
}

/** What may have gone out as one message stays that message; only what was never tried may join another. */
const goTogether = ({ rows }: Bundle, next: Due): boolean =>
  rows.at(-1)!.mergedInto === next.mergedInto
