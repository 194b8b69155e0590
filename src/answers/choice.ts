import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { pickByHistory } from './choiceHistory.ts'
import { pickByLabel } from './choiceLabel.ts'
import { pickByPlace } from './choicePlace.ts'
import { corrected } from './corrected.ts'
import { comparable } from './plain.ts'
import { stance } from './stance.ts'
import { tooLong } from './told.ts'

/** 还没参保, 单位说下月交: nothing that one is insured in now. */
const notInsured =
  /(?:还没|没有|没|未|尚未)(?:开始)?(?:在这边)?(?:有?单位|[参投入]保|[参交缴办上入]|参加)|下个?月(?:才|再|起|开始)?[\p{Script=Han}]{0,2}[交缴参上办]|(?:准备|正在)[参交缴办]/u

/** Every choice at once. */
const all =
  /^(?:我|这|那)?(?:两|三|四|几)?(?:个|种|项|样|者)?(?:都|全)(?:有|是|要|行|可以|符合|占)(?:了|吧|的|啊)*$/

/** One of the choices offered, by number, letter, place in the list, label or a telling part of it. */
export const choice: AnswerKind<string> = {
  parse: (text, { choices, field, answers }) => {
    if (text.length > tooLong) return notAnAnswer
    if (field === 'currentScheme' && notInsured.test(comparable(text)))
      return misunderstood('notInsured')
    const offered = Object.entries(choices ?? {}).map(([value, label]) => ({ value, label }))
    const whole = comparable(text)
    const words = ofTheSpeaker(corrected(whole, (rest) => rest !== ''))
    const exact = offered.find(({ value, label }) => {
      const same = (other: string) => comparable(other).toLowerCase() === whole.toLowerCase()
      return same(value) || same(label)
    })
    if (exact) return understood(exact.value)
    const place = pickByHistory(words, answers)
    if (place && place in (choices ?? {})) return understood(place)
    const named = (values: readonly string[]) =>
      offered.filter(({ value }) => values.includes(value))
    const places = pickByPlace(words, offered.length)
    const byPlace = places.kind === 'places' ? places.at.map((at) => offered[at]!.value) : []
    if (places.kind === 'range') return misunderstood('range', { count: String(offered.length) })
    const byLabel =
      places.kind === 'places' && places.rest === '' ? [] : pickByLabel(places.rest, offered)
    const picked = all.test(words)
      ? offered.map(({ value }) => value)
      : [...new Set([...byPlace, ...byLabel])]
    return settle(picked, words, named(picked), byPlace.length > 0)
  },
  write: (value, { choices }) => choices?.[value] ?? value,
}

/** 老公想回老家，我想留在这里: what the speaker says of herself, where that is told apart. */
function ofTheSpeaker(words: string): string {
  const clauses = words.split(/[,，。;；\n]+/)
  const own = clauses.filter((clause) => /我|本人|自己/.test(clause) && stance(clause) === 'told')
  const isAside = clauses.some((clause) => stance(clause) === 'aside')
  return isAside && own.length > 0 ? own.join('，') : words
}

function settle(
  picked: readonly string[],
  words: string,
  choices: readonly { value: string; label: string }[],
  byPlace: boolean,
): Answer<string> {
  if (picked.length === 0) return notAnAnswer
  const said = stance(words)
  if (said === 'asked' || said === 'supposed') return notAnAnswer
  if (
    said === 'aside' &&
    !byPlace &&
    !picked.includes('agent') &&
    !picked.includes('militarySpouse')
  )
    return notAnAnswer
  if (said === 'denied') return notAnAnswer
  if (picked.length > 1) return askBack('several', { choices })
  return said === 'unsure' && /[?？]$/.test(words)
    ? askBack('unsure', { choices })
    : understood(picked[0]!)
}
