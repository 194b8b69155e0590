import type { Answer } from './answer.ts'
import { plain } from './plain.ts'
import { placeTokens } from './readPlace.ts'

const unit = /^\p{Script=Han}{1,10}?(?:[省市县区旗镇乡村庄屯路街道巷弄里苑园]|胡同|小区|社区)/u
const town = /^\p{Script=Han}{1,6}?(?:镇|乡|街道|苏木)/u
const number = /^(?:门牌号?)?(?:是|改成)?(?<digits>\d+)(?<what>号|栋|幢|单元|室|组)$/

/**
 * An address of which a part was told again, whole (李庄村14号 after 河南省邓州市穰东镇李庄村12号); null where the words
 * are an address of their own.
 */
export function mendAddress(
  before: string,
  words: string,
  parse: (words: string) => Answer<string>,
): Answer<string> | null {
  const said = plain(words).replace(/^[是在\s]+|[\s,，。!！吧的了]+$/gu, '')
  const { digits, what } = number.exec(said)?.groups ?? {}
  if (digits) {
    const at = before.lastIndexOf(what!)
    const head = before.slice(0, at).replace(/\d+$/, '')
    return at > head.length ? parse(head + digits + before.slice(at)) : null
  }
  const read = parse(said)
  const part = read.kind === 'understood' ? read.value : said
  const front = frontOf(before, part)
  return front === '' ? null : parse(front + part)
}

/** What of an address stands before the part that was told again. */
function frontOf(before: string, part: string): string {
  const first = unit.exec(part)?.[0]
  if (!first) return ''
  const at = before.indexOf(first)
  if (at >= 0) return before.slice(0, at)
  if (placesAtStart(part) > 0) return ''
  const places = before.slice(0, placesAtStart(before))
  const within = /村|组|庄|屯/.test(first) && !town.test(part)
  return places + (within ? (town.exec(before.slice(places.length))?.[0] ?? '') : '')
}

/** How far the provinces, cities and counties reach at the start of an address; 南京路 and 新华村 are none. */
function placesAtStart(words: string): number {
  const tokens = placeTokens(words, false) ?? []
  const last = tokens.at(-1)
  const end = last ? last.at + last.word.length : 0
  const isRoad = /^[东西南北中]?[路街巷道村庄屯镇乡里]/u.test(words.slice(end))
  return isRoad && tokens.length === 1 ? 0 : end
}
