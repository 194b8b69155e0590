import { withoutLabel } from '../answers/cellsNamed.ts'
import { plain } from '../answers/plain.ts'

const replacing = [
  /(?<old>[^,，。\s]{1,12}?)(?:不对|错了)[,，。\s]*(?:应该|应)?是(?<anew>[^,，。\s]{1,20})/u,
  /(?<old>[^,，。\s]{1,12}?)(?:改成|改为|换成|写成)(?<anew>[^,，。\s]{1,20})/u,
  /不(?:应该|该)?是(?<old>[^,，。\s]{1,12}?)[,，\s]*(?:而|应该|应)?是(?<anew>[^,，。\s]{1,20})/u,
  /是(?<anew>[^,，。\s]{1,20}?)[,，\s]*不是(?<old>[^,，。\s]{1,12})/u,
]

/** What stands after the last 是 or 改成: the new value, unless it is only a part of one (最后一位是5). */
export const valueAfter = (text: string): string | undefined =>
  ofPart.test(text) ? undefined : afterIs.exec(text)?.groups?.value

const ofPart = /最后|末尾|末位|尾号|开头|中间|前面|后面|第.{1,3}位/
const afterIs = /(?:改成|改为|换成|应为|(?<!不)是|[:：])\s*(?<value>[^是:：]+)$/u

/**
 * 12号改成14号, 最后是2不是X: the one cell in which what is to be replaced stands once, written anew. Null:
 * the words replace no part, or it may stand in several cells.
 */
export function partReplaced(
  text: string,
  cells: readonly { field: string; written: string }[],
): { field: string; written: string } | null {
  const words = plain(text)
  const { old, anew } = replacing.map((one) => one.exec(words)?.groups).find(Boolean) ?? {}
  if (!old || !anew) return null
  const isLast = /最后|末尾|末位|尾号/.test(words)
  for (const part of [old, withoutLabel(old)]) {
    const found = cells.flatMap(({ field, written }) => {
      const whole = part === '' ? null : replaced(written, part, inPlaceOf(part, anew), isLast)
      return whole === null ? [] : [{ field, written: whole }]
    })
    if (found.length > 0) return found.length === 1 ? found[0]! : null
  }
  return null
}

/** 李庄村12号改成14号 replaces the number alone. */
function inPlaceOf(old: string, anew: string): string {
  const before = /^(?<kept>\D+)\d+\D*$/.exec(old)?.groups?.kept ?? ''
  return /^\d/.test(anew) ? before + anew : anew
}

function replaced(written: string, old: string, anew: string, isLast: boolean): string | null {
  if (isLast) return written.endsWith(old) ? written.slice(0, -old.length) + anew : null
  const [at, ...more] = placesOf(old, written)
  if (at === undefined || more.length > 0) return null
  return written.slice(0, at) + anew + written.slice(at + old.length)
}

/** Where a part stands in a value, a number only as a whole one. */
function placesOf(part: string, written: string): number[] {
  const quoted = part.replaceAll(/[^\p{L}\d]/gu, '\\$&')
  const whole = new RegExp(`(?<!\\d(?=\\d))${quoted}(?!(?<=\\d)\\d)`, 'gu')
  return [...written.matchAll(whole)].map(({ index }) => index)
}
