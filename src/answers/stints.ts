import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { writeMonth } from './calendar.ts'
import { provinceOf } from './divisions.ts'
import type { FoundPlace } from './foundPlaces.ts'
import { comparable } from './plain.ts'
import { findPoints } from './points.ts'
import { type Group, groupPieces } from './stintGroups.ts'
import { mask, monthsOf, nextMonth, type Piece, piecesOf } from './stintPieces.ts'
import { type Time, timesOf } from './stintTimes.ts'

/** A time of contributions in one province; `from` and `to` (`YYYY-MM`) only where they were told. */
export type Stint = {
  province: string
  from?: string
  to?: string
  months: number
  temporary: boolean
}

/** Where somebody has been insured and for how long, as people tell it, in time order. */
export const stints: AnswerKind<Stint[]> = {
  parse: (text, { today }) => parseStints(text, today),
  complete: (told, { today }) => completed(told, today),
  mend: (before, words, { today }) => mended(before, words, today),
  write: (value) => value.map(writeStint).join('；'),
}

function writeStint({ province, from, to, months, temporary }: Stint): string {
  const when =
    from && to ? `${writeMonth(from)}至${writeMonth(to)}，` : from ? `${writeMonth(from)}起，` : ''
  return `${province}：${when}${months}个月${temporary ? '（临时账户）' : ''}`
}

const asked = /[?？]|吗|么(?=$|[,，。])|怎么|能不能|可不可以|是不是|多少|什么|哪|如何|请问/
const others =
  /(?<![给带帮陪跟和为替接送养看顾]|照看)(?:我|他|她|俺|咱)?(?:家|的)?(?:爸|妈|父亲|母亲|爹|娘|老公|老婆|爱人|丈夫|妻子|媳妇|对象|儿子|女儿|哥|姐|弟|妹|爷爷|奶奶|朋友|同事|领导)(?!们)|[他她]/
const never =
  /^(?:我)?(?:一直|从来|至今|以前|还)?(?:都)?(?:没有?|从没|从未|未)(?:在哪里?|在任何地方)?(?:交|缴|参)过?(?:任何)?(?:的)?(?:养老)?(?:社保|保险|社会保险|保|费)?[了的过。!]*$/

/** A history as it was told: each place with its times, in the words' order. */
type Told = {
  words: string
  pieces: readonly Piece[]
  groups: readonly Group[]
  isLoose: boolean
}

function parseStints(text: string, today: string): Answer<Stint[]> {
  const told = oneLine(text)
  return putRight(told, today) ?? parseTold(lastTold(told), today)
}

/** 河南9年北京3年 不对 北京是4年: what follows puts one of several stints right. */
function putRight(words: string, today: string): Answer<Stint[]> | null {
  const after = slip.exec(words)?.[1]
  if (!after) return null
  const before = words.slice(0, -after.length).replace(slipWords, '')
  const read = parseStints(before, today)
  return read.kind === 'understood' ? mended(read.value, after, today) : null
}

function parseTold(text: string, today: string): Answer<Stint[]> {
  const words = ofPension(text)
  if (/居民养老|城乡居民|新农保|农保/.test(words)) return askBack('resident')
  if (never.test(words) && /从|任何|都|保/.test(words)) return understood([])
  const told = tell(words, today)
  if (told === null) return notAnAnswer
  const { groups, pieces } = told
  const timed = isTimed(told)
  if (groups.length === 0)
    return timed && /年|月/.test(told.words) && /交|缴|社保|保险|工作|参保/.test(told.words)
      ? askBack('province')
      : notAnAnswer
  if (!timed && /转|想|要|打算/.test(told.words)) return notAnAnswer
  if (
    !timed &&
    !/交|缴|社保|保|工作|上班|打工|[、,，]|先|后|现在/.test(told.words) &&
    groups.length > 1
  )
    return notAnAnswer
  const placed = placedIn(groups, pieces, today)
  if (!Array.isArray(placed)) return placed
  return assemble(told, placed, today)
}

const oneLine = (text: string) => comparable(text).replace(/\n+/g, '；')

/** What the words tell of places and times; null where they ask, or speak of somebody else. */
function tell(text: string, today: string): Told | null {
  const masked = mask(text)
  const pieces = piecesOf(masked, today)
  if (others.test(masked.words) || asked.test(masked.words)) return null
  const { groups, loose } = groupPieces(masked.words, pieces)
  return { words: masked.words, pieces, groups, isLoose: loose.length > 0 }
}

const isTimed = ({ pieces }: Told) =>
  pieces.some(({ kind }) => kind === 'range' || kind === 'length')

/** A history with what later messages tell of the places whose time was missing in it. */
function completed(messages: readonly string[], today: string): Answer<Stint[]> | null {
  const [first, ...later] = messages.map((text) => tell(ofPension(oneLine(text)), today))
  let placed = first && placesIn(first, today)
  if (!first || !placed?.some(isOpen)) return null
  for (const [i, more] of later.entries()) {
    const isLast = i === later.length - 1
    const mended: Placed[] | null = more ? withMore(placed, more, today) : null
    if (mended === null && isLast) return null
    placed = mended ?? placed
  }
  return assemble({ ...first, pieces: [] }, placed, today)
}

/** One stint of several told anew (应该是河南9年3个月); the others stay. */
function mended(before: readonly Stint[], words: string, today: string): Answer<Stint[]> | null {
  const read = parseStints(words, today)
  const [only, another] = read.kind === 'understood' ? read.value : []
  const same = before.filter(({ province }) => province === only?.province)
  if (!only || another || same.length !== 1 || before.length < 2) return null
  return understood(before.map((stint) => (stint === same[0] ? only : stint)))
}

const isOpen = ({ times }: Placed) => times.some(({ kind }) => kind !== 'time')

const placesIn = ({ groups, pieces, isLoose }: Told, today: string): Placed[] | null => {
  const placed = isLoose ? null : placedIn(groups, pieces, today)
  return Array.isArray(placed) ? placed : null
}

/** A history with a later message; null where that tells nothing of it, or all of it anew. */
function withMore(placed: Placed[], more: Told, today: string): Placed[] | null {
  if (more.groups.length === 0) return withTimes(placed, more, today)
  if (!isTimed(more)) return placed
  const news = placesIn(more, today)
  const isToldAgain = placed.every(({ province }) => news?.some((one) => one.province === province))
  if (!news || slip.test(more.words) || (isToldAgain && placed.length > 1)) return null
  let mended = placed
  for (const fresh of news) {
    const same = mended.filter(({ province }) => province === fresh.province)
    const [old] = same.length > 1 ? same.filter(isOpen) : same
    if (same.length > 1 && !old) return null
    const group = { ...fresh.group, at: old?.group.at ?? Number.MAX_SAFE_INTEGER }
    mended = old
      ? mended.map((one) => (one === old ? { ...fresh, group } : one))
      : [...mended, { ...fresh, group }]
  }
  return mended
}

/** Times told with no place are of the only place that lacks them; 到现在 ends what has begun there. */
function withTimes(placed: Placed[], more: Told, today: string): Placed[] | null {
  const [only, second] = placed.filter(isOpen)
  if (!only || second) return null
  const [begun] = only.group.ranges
  const to = begun && !begun.to ? findPoints(more.words, today).at(-1) : undefined
  const lengths = more.pieces.filter((piece) => piece.kind === 'length')
  const told = more.pieces.filter((piece) => piece.kind === 'range')
  const ended = begun && to && told.every((range) => !range.to) ? [{ ...begun, to }] : told
  if (lengths.length + ended.length === 0) return null
  const group = { ...only.group, ranges: ended, lengths }
  return placed.map((one) => (one === only ? { ...one, group, times: timesOf(group, today) } : one))
}

const slipWords =
  /[,，。.!！:：\s]*(?:我|刚才|刚刚)?(?:不对|[写打说输填]?错了?)[,，。.!！:：\s]*(?:应该|应当)?(?:是)?$/

const slip =
  /^.*(?:不对|错了|[写打说输填]错)[,，。.!！:：\s]*(?:应该|应当)?(?:是)?(.*[\d一二两三四五六七八九十]+(?:年|个月).*)$/s

/** After 不对 or 写错了 a whole history told again counts. */
function lastTold(words: string): string {
  return slip.exec(words)?.[1] ?? words
}

const studying =
  /[^,，。;；\s]*(?:读书|念书|[读念]的书|上学|上大学|读了|念了|读大学)[^,，。;；\s]*[,，\s]*/gu

/** Without what tells of years at school, and the sentences about other insurances. */
const ofPension = (words: string): string =>
  words
    .replace(studying, '')
    .split(/(?<=[;；。])/)
    .filter(
      (sentence) => !/医保|医疗|公积金|失业|工伤|生育/.test(sentence) || /养老/.test(sentence),
    )
    .join('')

type Placed = { group: Group; province: string; times: Time[] }

/** Each place with its province and times, or what keeps a place from having one. */
function placedIn(
  groups: readonly Group[],
  pieces: readonly Piece[],
  today: string,
): Placed[] | Answer<Stint[]> {
  const placed: Placed[] = []
  for (const group of withoutEchoes(groups)) {
    const provinces = provincesOf(group.place)
    const province = provinces[0]
    if (!province || provinces.length > 1)
      return askBack('shared', { facts: { place: group.place.words } })
    placed.push({ group, province, times: timesOf(withoutTotal(group, groups, pieces), today) })
  }
  return placed
}

function assemble(
  { words, groups, pieces, isLoose }: Told,
  placed: readonly Placed[],
  today: string,
): Answer<Stint[]> {
  const flawed = placed.flatMap(({ times, province }) =>
    times.filter(({ kind }) => kind !== 'time').map((time) => ({ time, province })),
  )
  const first = flawed[0]
  if (first) {
    const continued = flawed.length === 1 && continuing(words, placed, today)
    return refuse(first.time, first.province, continued || undefined)
  }
  if (isLoose) return askBack('unclear')
  const total = totalOf(groups, pieces)
  const list = placed.flatMap((one) => listed(one))
  if (total !== undefined && total !== sum(list)) return askBack('sum')
  return understood(inOrder(words, placed))
}

/** The same province named again without a time (现在还在北京) says nothing new, or that its account is temporary. */
function withoutEchoes(groups: readonly Group[]): Group[] {
  const isEmpty = ({ ranges, lengths }: Group) => ranges.length + lengths.length === 0
  const echoOf = (echo: Group) =>
    groups.findLast(
      (group) => !isEmpty(group) && provincesOf(group.place)[0] === provincesOf(echo.place)[0],
    )
  const echoes = groups.filter((group) => isEmpty(group) && echoOf(group))
  return groups
    .filter((group) => !echoes.includes(group))
    .map((group) =>
      echoes.some((echo) => echo.temporary && echoOf(echo) === group)
        ? { ...group, temporary: true }
        : group,
    )
}

function totalOf(groups: readonly Group[], pieces: readonly Piece[]): number | undefined {
  const last = pieces.findLast(({ kind }) => kind === 'length')
  if (groups.length < 2 || last?.kind !== 'length' || !last.total) return undefined
  const holder = groups.find(({ lengths }) => lengths.includes(last))
  return holder && (holder.lengths.length > 1 || holder.ranges.length > 1) ? last.months : undefined
}

/** 一共15年 after several places is their sum, not the last one's time. */
function withoutTotal(group: Group, groups: readonly Group[], pieces: readonly Piece[]): Group {
  const total = totalOf(groups, pieces)
  if (total === undefined) return group
  return {
    ...group,
    lengths: group.lengths.filter((length) => !(length.total && length.months === total)),
  }
}

const sum = (list: readonly Stint[]) => list.reduce((all, { months }) => all + months, 0)

function provincesOf(place: FoundPlace): string[] {
  const { reading } = place
  const codes =
    reading.kind === 'one' ? [reading.code] : reading.kind === 'several' ? reading.codes : []
  return [...new Set(codes.map(provinceOf))]
}

function listed({ group, province, times }: Placed): Stint[] {
  return times.flatMap((time) => {
    if (time.kind !== 'time') return []
    const { kind: _, months, ...dates } = time
    return [{ province, ...dates, months, temporary: group.temporary }]
  })
}

/** 之后一直在北京: offered as from the month after to this month where all else is exact. */
function continuing(words: string, placed: readonly Placed[], today: string): Stint[] | undefined {
  const open = placed.find(({ times }) => times.some(({ kind }) => kind !== 'time'))
  const before = placed[placed.indexOf(open!) - 1]
  const last = before && listed(before).at(-1)
  if (!open || open !== placed.at(-1) || !last?.to) return undefined
  if (!open.times.every((time) => time.kind === 'missing' && time.reason === 'months'))
    return undefined
  if (!/一直|至今|到现在|之后|后来|然后|现在/.test(words)) return undefined
  const span = { from: nextMonth(last.to), to: today.slice(0, 7) }
  const months = monthsOf(span) ?? 0
  if (months < 1) return undefined
  const added = { province: open.province, ...span, months, temporary: open.group.temporary }
  return [...placed.slice(0, -1).flatMap(listed), added]
}

function refuse(time: Time, province: string, offered: Stint[] | undefined): Answer<Stint[]> {
  if (time.kind === 'time') return notAnAnswer
  const facts = { province, ...time.facts }
  if (time.reason === 'future' || time.reason === 'order') return misunderstood(time.reason, facts)
  return askBack(time.reason, {
    facts,
    ...(offered && { choices: [{ value: offered, label: offered.map(writeStint).join('；') }] }),
  })
}

/** Told order is time order, unless every stint has its dates or a word says otherwise (现在…，之前…). */
function inOrder(words: string, placed: readonly Placed[]): Stint[] {
  const ranked = placed.flatMap((one) =>
    listed(one).map((stint) => ({ stint, rank: rankOf(words, one.group.at) })),
  )
  if (ranked.every(({ stint }) => stint.from))
    return ranked
      .map(({ stint }) => stint)
      .sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  return ranked.sort((a, b) => a.rank - b.rank).map(({ stint }) => stint)
}

function rankOf(words: string, at: number): number {
  const before = words.slice(0, at).replace(/^.*[,，。;；\ue000-\uf8ff]/su, '')
  if (/最早|最初|最开始|一开始|起初|第一/.test(before)) return -9
  if (/更早|再之前|再以前|再往前/.test(before)) return -5
  if (/之前|以前|此前|先前|原来|早先|过去/.test(before)) return -3
  if (/现在|目前|如今|最近|眼下|最后|当前/.test(before)) return 3
  return 0
}
