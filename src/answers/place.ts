import { type Answer, type Context, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { fatesOf, fullName, isPublished, ownName } from './divisions.ts'
import { placesSpelt } from './latinPlaces.ts'
import { regions } from './placeWords.ts'
import { comparable } from './plain.ts'
import { readPlace } from './readPlace.ts'

/** A division by its code of today and its name from the province down. */
export type Place = { code: string; name: string }

export const placeOf = (code: string): Place => ({ code, name: fullName(code) })

const slip =
  /^.*(?:不对|错了|[写打说输填]错|不是的|更正(?:一下|为)?|口误|改成|改为|[啊哦噢哎呃额,，。]\s*不(?:是)?(?=[,，\s。]))[,，。.!！:：\s]*(?:应该|应当)?(?:说)?(?:是|在)?(.+)$/s

/** Comparable words after a correction of a place inside them (不是北京，是天津). */
export function correctedPlace(words: string): string {
  const later = slip.exec(words)?.[1] ?? words
  const other = /^.*?不(?:是|在)(.+?)[,，。;；\s]*(?:而是|应该是|应该在|是在|是|在)(.+)$/s.exec(
    later,
  )
  if (other?.[2] && !/^(?:不|吗)/.test(other[2])) return other[2]
  const first = /^(.*?[^\s,，。是])[,，。\s]*(?:而|可)?不是(.+)$/s.exec(later)
  if (first?.[1] && first[2] && !/还$/.test(first[1])) return first[1]
  return later
}

const doubt =
  /可能|也许|大概|或许|大约|估计|貌似|似乎|不(?:太|是很|大)?(?:确定|清楚|记得|肯定)了?|记不(?:太)?清(?:楚)?了?|吗|么|吧?[?？]+$|是不是|是吗|对吗|对不对|对吧/g

const listed = (codes: readonly string[]) =>
  codes.slice(0, 12).map((code) => ({ value: placeOf(code), label: fullName(code) }))

/** A code standing alone as a division of today. */
function readCode(code: string): Answer<Place> {
  if (ownName(code)) return understood(placeOf(code))
  if (!isPublished(code)) return { kind: 'misunderstood', reason: 'unknownCode', facts: { code } }
  const fates = fatesOf(code)
  const now = [...new Set(fates.flatMap((fate) => fate.now))]
  const only = now[0]
  if (only && now.length === 1 && fates.every((fate) => fate.renewed))
    return understood(placeOf(only))
  return askBack('abolished', {
    facts: { place: fates[0]?.name || code },
    ...(now.length > 0 && { choices: listed(now) }),
  })
}

/** Reads words as the one place they denote, at the level they denote it. */
export function parsePlace(text: string, context: Context): Answer<Place> {
  const words = correctedPlace(comparable(text)).replace(/^[#*"'“‘「【(]+|["'”’」】)]+$/g, '')
  const code = /^\D{0,16}?(\d{6})(?:000000)?\D{0,24}$/.exec(words)?.[1]
  if (code) {
    const around = words.replace(/\d+/, '')
    const labelled = /^(?:行政区划代?码?|区划代?码?|代码|编码|是|为|[\s:：,，。的我填])*$/.test(
      around,
    )
    if (labelled) return readCode(code)
    const named = readPlace(around.replace(/(?:行政)?区划代码|代码|编码/g, ''))
    if (named.kind === 'one' && named.code === code) return understood(placeOf(code))
  }
  if (regions.includes(words.replace(/^(?:我|在|是)+|(?:地区|那边|这边|的|交的)+$/g, '')))
    return askBack('region', { facts: { place: words } })
  const sure = words.replace(doubt, '')
  const reading = readPlace(sure)
  if (reading.kind === 'one') {
    if (sure === words) return understood(placeOf(reading.code))
    return askBack('unsure', { choices: listed([reading.code]) })
  }
  if (reading.kind === 'several') {
    const turned = reading.reason === 'two' ? oneOfTwo(sure, context.field) : undefined
    if (turned) return understood(placeOf(turned))
    return askBack(reading.reason, {
      facts: { place: reading.word },
      choices: listed(reading.codes),
    })
  }
  const spelt = placesSpelt(words)
  const only = spelt[0]
  if (only && spelt.length === 1 && words.length > 3) return understood(placeOf(only))
  return only ? askBack('shared', { facts: { place: words }, choices: listed(spelt) }) : notAnAnswer
}

/** In 从北京转到上海 the end that the field asks for. */
function oneOfTwo(words: string, field: string | undefined): string | undefined {
  const ends = /^.*?(?:从|由)(.+?)(?:转移?|搬|调|换|回)?(?:到|去|往|至|回|入)(.+)$/.exec(words)
  const end = field === 'origin' ? ends?.[1] : field === 'destination' ? ends?.[2] : undefined
  const reading = end ? readPlace(end) : undefined
  return reading?.kind === 'one' ? reading.code : undefined
}
