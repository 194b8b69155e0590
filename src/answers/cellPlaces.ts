import { type Answer, type Context, understood } from './answer.ts'
import { type Offer, ofKind, readCell } from './cellOffers.ts'
import type { CellField } from './cells.ts'
import type { CellText } from './cellText.ts'
import { provinceOf } from './divisions.ts'
import { type FoundPlace, findPlaces } from './foundPlaces.ts'
import { placeOf } from './place.ts'
import { stance } from './stance.ts'

/** What follows the place where somebody has paid: 交的, 打工时交了, not 上班想把…. */
const paid =
  /^(?:\p{Script=Han}{0,6}(?:园区|开发区|新区|高新区|街道|镇))?(?:社保局|社保中心|医保局)?(?:那边|那里|那会儿|那时|这边|当地|公司|单位|工作|打工|上班)?(?:的?时候|时|期间|是)?(?:一直|都|也|总共|一共)?(?:交|缴|参保|买的|参加(?:了)?(?:社保|社会保险|养老|职工|基本))/u

/** Places that the words around them tie to a field: 在…交的, 转到…, 户口在…. */
export function readPlaces(
  text: CellText,
  periods: readonly { at: number; end: number }[],
  fields: readonly CellField[],
  context: Context,
): Offer[] {
  return findPlaces(text.said).flatMap((place): Offer[] => {
    const { length } = /^(?:那边|那里|那会儿)?是?/.exec(text.said.slice(place.end))![0]
    const isBesidePeriod = periods.some(({ at }) => at === place.end + length)
    const field = tied(text.said, place, isBesidePeriod)
    const cell = fields.find((one) => one.field === field)
    if (!cell) return []
    const { reading, at, end } = place
    const answer: Answer<unknown> =
      reading.kind !== 'one'
        ? readCell(cell, place.words, context)
        : understood(field === 'household' ? provinceOf(reading.code) : placeOf(reading.code))
    return answer.kind === 'misunderstood'
      ? []
      : [{ field: cell.field, answer, at, end, labelled: false }]
  })
}

function tied(text: string, { at, end }: FoundPlace, isBesidePeriod: boolean): string | undefined {
  const before = text.slice(0, at).replace(/^.*[,，。;；\n\0]/su, '')
  const after = text.slice(end).replace(/[,，。;；\n\0].*$/su, '')
  const isMoving = /转|迁/.test(before.slice(-6) + after.slice(0, 4))
  if (/(?:转到|转入|转去|转往|转回|转至|迁到|迁入)(?:了)?$/.test(before)) return 'destination'
  if (/(?:想|要|准备|打算|把).*(?:到|去|回|往)$/.test(before) && /转/.test(before + after))
    return 'destination'
  if (/(?:从|由|自)$/.test(before) && isMoving) return 'origin'
  if (
    /(?:户口|户籍)(?:在|是|还在|是在)?$/.test(before) ||
    (/是$/.test(before) && /^(?:户口|户籍)/.test(after)) ||
    (/^\s*(?:我|本人|自己|一直)*$/.test(before) && /^(?:户口|户籍)[的了\s]*$/.test(after))
  )
    return stance(before) === 'aside' ? undefined : 'household'
  if (/现在|目前|如今|新/.test(before)) return undefined
  const isWhere = /(?:^|在|我|从前|以前|之前|原来|原先|当年)[\s,，]*$/.test(before)
  if (isWhere && paid.test(after)) return 'origin'
  // 青岛2010年8月交到2019年12月
  if (isBesidePeriod && (/在$/.test(before) || before.trim() === '')) return 'origin'
  if (/\0[^,，。;；]{0,8}在$/.test(text.slice(0, at)) && after.replace(/[的了参保]/g, '') === '')
    return 'origin'
  return undefined
}

/** A place with nothing around it: it may be the one, and is asked back. */
export function readPlaceAlone(
  words: string,
  fields: readonly CellField[],
  context: Context,
): { cell: CellField; answer: Answer<unknown> }[] {
  if (/^(?:男|女)$|[转到去回]|社保|保险|医保|中心|局$|人$/.test(words)) return []
  return ofKind(fields, 'division').map((cell) => ({
    cell,
    answer: readCell(cell, words, context),
  }))
}
