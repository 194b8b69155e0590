import { levelOf } from './divisions.ts'
import { lettered, longestName, placesNamed } from './placeNames.ts'
import { mostTokens, type PlaceReading, type PlaceToken, resolve } from './readPlace.ts'

/** A place named somewhere in running words. */
export type FoundPlace = { at: number; end: number; words: string; reading: PlaceReading }

const ordinary = new Set(
  '平安 安定 和平 开发 东方 新建 新城 城中 城东 城西 城南 城北 高新 大方 大名 太和 安乐 红旗 长乐 长寿 富民 富裕 建设 站前 解放 光明 互助 前进 向阳 市中 市北 市南 港口 新华 通道 会同 同心 平原 平定 平和 平顺 正定 中方 中和 永定 永和 安居 大通 中原 城关 城区 郊区 矿区 公安 民乐 兴业 全南 保康 上高 明水 清水 文成 大关 多伦 开化 开远'.split(
    ' ',
  ),
)

/** Whether a county's bare name may be taken as a place here, where words of every kind stand around it. */
function isPlaceHere(text: string, at: number, word: string): boolean {
  const codes = placesNamed(word)
  if (/[省市县区旗盟州]$/.test(word) && word.length > 2 && !/^(?:郊区|城区|矿区)/.test(word))
    return true
  if (
    codes.some(({ code, former }) => !former && levelOf(code) !== 'county') &&
    !ordinary.has(word)
  )
    return true
  const before = text.slice(0, at)
  if (ordinary.has(word)) return /(?:在|到|去|从|于|回|来|市|省)$/.test(before)
  return /(?:^|在|到|去|从|于|回|来|市|省|是|[\s,，.。;；:：、(（])$/.test(before)
}

const lettersHere = new RegExp(
  `^[${[...lettered.keys()].join('')}](?=\\d|[一二三四五六七八九十两]+(?:年|个月)|[交缴转迁]|工作|参保|[那这]边|[(（,，、]|$)`,
)

/** The places that comparable words name, in their order; names that lie in each other are one place. */
export function findPlaces(text: string): FoundPlace[] {
  const found: FoundPlace[] = []
  let chain: PlaceToken[] = []
  let end = -1
  const close = () => {
    const first = chain[0]
    if (first)
      found.push({ at: first.at, end, words: text.slice(first.at, end), reading: resolve(chain) })
    chain = []
  }
  for (let at = 0; at < text.length; at++) {
    const token = tokenAt(text, at, chain.length > 0 && at - end <= 1)
    if (!token) continue
    const gap = text.slice(end, at)
    const canJoin = chain.length > 0 && chain.length < mostTokens
    const joins = canJoin && /^[\s的省市,，、\-/]?$/.test(gap)
    const together = joins ? resolve([...chain, token]) : undefined
    if (!together || (together.kind === 'several' && together.reason === 'two')) close()
    chain.push(token)
    at += token.word.length - 1
    end = at + 1
  }
  close()
  return found
}

function tokenAt(text: string, at: number, inside: boolean): PlaceToken | undefined {
  for (let size = Math.min(longestName, text.length - at); size >= 2; size--) {
    const word = text.slice(at, at + size)
    const candidates = placesNamed(word)
    if (candidates.length > 0 && (inside || isPlaceHere(text, at, word)))
      return { word, at, candidates }
  }
  const before = text.slice(Math.max(0, at - 2), at)
  const letter = lettersHere.exec(text.slice(at))?.[0]
  const code = letter && lettered.get(letter)
  if (!code || !/(?:^|[在到去回从于年月]|[\s,，.。;；:：、])$/.test(before)) return undefined
  return { word: letter, at, candidates: [{ code }] }
}
