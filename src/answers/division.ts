import type { AnswerKind } from './answer.ts'
import { type Place, parsePlace } from './place.ts'

/** A province, city or district in any of its names: `{ code: '120115', name: '天津市宝坻区' }`. */
export const division: AnswerKind<Place> = {
  parse: parsePlace,
  write: ({ name }) => name,
}
