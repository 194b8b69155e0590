import { provinceOf } from './divisions.ts'
import { findPlaces } from './foundPlaces.ts'
import type { Stint } from './stints.ts'

/**
 * Which plan a place tells by what was answered before (就在北京干, 回河南): to stay where one is insured now, to
 * go home, or back where one was insured.
 */
export function pickByHistory(
  words: string,
  answers: Readonly<Record<string, unknown>> = {},
): 'stay' | 'home' | 'back' | undefined {
  const history = answers.stints as readonly Stint[] | undefined
  const [place, other] = findPlaces(words)
  if (!history || other || place?.reading.kind !== 'one') return undefined
  if (/不|没|别|离开|[?吗]/.test(words)) return undefined
  const province = provinceOf(place.reading.code)
  if (province === history.at(-1)?.province) return 'stay'
  if (province === answers.household) return 'home'
  return history.some((stint) => stint.province === province) ? 'back' : undefined
}
