import { otherWords, wholeWords } from './choiceWords.ts'
import { comparable } from './plain.ts'

type Choice = { value: string; label: string }
type Span = { value: string; from: number; to: number }

const partsOf = (label: string) =>
  comparable(label)
    .toLowerCase()
    .split(/[\s()（）,，、/;；:：·—\-"'“”]+/)
    .filter((part) => part !== '')

/** Two characters of which one is such a word are no part of a label that tells it: 现[在机]关. */
const grammar = /[我您你的是了在有没和到]/
const onlyGrammar = /^[我您你要的是了在有不没和到先一个想就也以后前该可能会]+$/
const negation =
  /(?:不是|不算|不属于|并非|没有|不(?:太|大|怎么|想|要|愿意?|能|会|用|必|打算|准备)?|别|未|没|勿|非)$/

/** The stretches of a label, two characters or longer, that no other label has. */
function tellingParts(label: string, others: readonly string[]): string[] {
  const found: string[] = []
  for (const part of partsOf(label)) {
    for (let from = 0; from < part.length; from++) {
      for (let to = from + 2; to <= part.length; to++) {
        const stretch = part.slice(from, to)
        if (onlyGrammar.test(stretch) || (to - from === 2 && grammar.test(stretch))) continue
        if (!others.some((other) => other.includes(stretch))) found.push(stretch)
      }
    }
  }
  return found
}

/** The values whose label, a telling part of it or another name for it stands in the words. */
export function pickByLabel(said: string, choices: readonly Choice[]): string[] {
  const words = said.toLowerCase()
  const agreed = choices.filter(({ value }) => wholeWords[value]?.test(words))
  if (agreed.length > 0) return agreed.map(({ value }) => value)
  const spans: Span[] = []
  const mark = (value: string, stretch: string) => {
    for (let from = words.indexOf(stretch); from >= 0; from = words.indexOf(stretch, from + 1)) {
      spans.push({ value, from, to: from + stretch.length })
    }
  }
  for (const { value, label } of choices) {
    const others = choices
      .filter((other) => other.value !== value)
      .map((other) => comparable(other.label).toLowerCase())
    for (const part of partsOf(label))
      if (!others.some((other) => partsOf(other).includes(part))) mark(value, part)
    for (const part of tellingParts(label, others)) mark(value, part)
    for (const name of otherWords[value] ?? []) mark(value, name)
  }
  const outer = spans.filter(
    (span) =>
      !spans.some(
        (other) =>
          other.from <= span.from &&
          other.to >= span.to &&
          other.to - other.from > span.to - span.from,
      ),
  )
  const meant = outer.filter((span) => !negation.test(words.slice(0, span.from)))
  const values = [...new Set(meant.map((span) => span.value))]
  if (values.length > 0 || outer.length > 0) return values
  return nearly(words, choices)
}

/** No telling part: what the words are a part of, or a long label with one wrong character. */
function nearly(words: string, choices: readonly Choice[]): string[] {
  const core = words.replace(
    /^(?:我|是|的|选|就|要|应该|那)+|(?:吧|啊|呢|的|哦|呀|了|[\s,，.。!！])+$/g,
    '',
  )
  const labels = choices.map(({ value, label }) => ({
    value,
    label: comparable(label).toLowerCase(),
    parts: partsOf(label),
  }))
  if (core.length === 0) return []
  const starting = labels.filter(({ parts }) => parts.some((part) => part.startsWith(core)))
  if (core.length >= 2 && starting.length === 1) return [starting[0]!.value]
  const holding = labels.filter(({ label }) => label.includes(core))
  if (holding.length > (core.length === 1 ? 1 : 0)) return holding.map(({ value }) => value)
  return labels
    .filter(({ label, parts }) =>
      [label, ...parts].some((part) => part.length >= 4 && oneWrong(core, part)),
    )
    .map(({ value }) => value)
}

/** Tells whether one character was changed, added or left out. */
function oneWrong(words: string, label: string): boolean {
  if (Math.abs(words.length - label.length) > 1) return false
  let start = 0
  while (start < words.length && words[start] === label[start]) start++
  let end = 0
  while (
    end < words.length - start &&
    end < label.length - start &&
    words.at(-1 - end) === label.at(-1 - end)
  )
    end++
  return Math.max(words.length, label.length) - start - end <= 1
}
