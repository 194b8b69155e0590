import type { PaperId } from '../paper.ts'
import { type Label, labels } from './labels.ts'
import { type Char, type Line, type Run, runsOf } from './lines.ts'

export type Area = { x: number; right: number; y: number; bottom: number }

/** A label where it is printed, on one line or over several in a narrow cell. */
export type FoundLabel = Area & {
  cell: string | null
  words: string
  /** Its first line. */
  line: number
  /** How many of its characters were read otherwise than they are printed. */
  slips: number
}

export type Labelled = {
  found: FoundLabel[]
  /** What is no label, run by run. */
  rest: Run[]
}

/** Marks that belong to a label: 姓名：, 编号*, 储存额（元）. */
const tail = /^(?:\((?:元|月|个月|单位:?元|必填|盖章|签章)\))?[:*]?[:_]*/u

/** Finds the labels of a paper; `slips` are allowed in words that were read from a picture. */
export function findLabels(lines: readonly Line[], paper: PaperId, fuzzy: boolean): Labelled {
  const taken = lines.map((line) => new Array<FoundLabel | undefined>(line.chars.length))
  const runs = lines.map((line, index) => runsOf(line, index))
  const found: FoundLabel[] = []
  const claim = (label: Label, parts: readonly Run[], slips: number) => {
    const chars = parts.flatMap(({ line, from, to }) => lines[line]!.chars.slice(from, to))
    const one: FoundLabel = { ...areaOf(chars), ...label, line: parts[0]!.line, slips }
    for (const { line, from, to } of parts) taken[line]!.fill(one, from, to)
    found.push(one)
  }
  const isFree = ({ line, from, to }: Run) =>
    taken[line]!.slice(from, to).every((one) => one === undefined)

  for (const most of fuzzy ? [0, 1, 2] : [0]) {
    for (const label of labels[paper]) {
      if (slipsFor(label.words) < most) continue
      for (const [number, line] of lines.entries()) {
        for (let from = 0; from < line.chars.length; from++) {
          const run = matchAt(line, number, from, label, most, taken[number]!)
          if (run && isFree(run)) claim(label, [run], most)
        }
      }
      for (const parts of wrapped(label, lines, runs, most)) {
        if (parts.every(isFree)) claim(label, parts, most)
      }
    }
  }
  return { found, rest: restOf(lines, taken) }
}

/** How many characters of a label may be read wrongly without its being another. */
const slipsFor = (words: string): number => (words.length >= 7 ? 2 : words.length >= 4 ? 1 : 0)

/** The stretch of a line that a label fills from here, with the marks behind it. */
function matchAt(
  line: Line,
  number: number,
  from: number,
  { words }: Label,
  slips: number,
  taken: readonly (FoundLabel | undefined)[],
): Run | null {
  const { chars, height } = line
  const to = endOf(chars, from, words, slips)
  if (to === null) return null
  for (let index = from + 1; index < to; index++) {
    const gap = chars[index]!.x - chars[index - 1]!.right
    if (gap > (words.length <= 3 ? 5 : 1.5) * height) return null
  }
  const marks = tail.exec(textOf(chars.slice(to)))![0].length
  const isOpened = begins(line, from, taken)
  const isClosed = marks > 0 || to === chars.length || gapAfter(line, to) || words.length >= 4
  if (!isOpened && !(marks > 0 && words.length >= 3)) return null
  if (!isClosed && words.length < 3) return null
  return { line: number, from, to: to + marks }
}

/** Whether something can begin here: after a gap, a mark, or a label. */
function begins(
  { chars, gap }: Line,
  at: number,
  taken: readonly (FoundLabel | undefined)[],
): boolean {
  const before = chars[at - 1]
  if (!before || taken[at - 1]) return true
  return chars[at]!.x - before.right > gap || /[:;,，。；|)]/.test(before.char)
}

function gapAfter({ chars, gap }: Line, to: number): boolean {
  const next = chars[to]
  return next !== undefined && next.x - chars[to - 1]!.right > 0.8 * gap
}

/** Where a label ends that begins here with just so many slips: characters read otherwise, lost or added. */
function endOf(chars: readonly Char[], from: number, words: string, slips: number): number | null {
  const longest = Math.min(chars.length - from, words.length + slips)
  const said = textOf(chars.slice(from, from + longest))
  for (const off of slips === 0 ? [0] : [0, -1, 1]) {
    const length = words.length + off
    if (length > 0 && length <= said.length && distance(said.slice(0, length), words) === slips)
      return from + length
  }
  return null
}

/** How many characters must be changed, added or taken away to make one text of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const change = row[j]! + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(change, row[j + 1]! + 1, next[j]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

/** A label in a narrow cell goes on in the line below: whole runs, one under the other. */
function wrapped(
  { words }: Label,
  lines: readonly Line[],
  runs: readonly (readonly Run[])[],
  slips: number,
): Run[][] {
  if (words.length < 4) return []
  return runs.flat().flatMap((run) => {
    const parts = goOn([run], words, slips)
    return parts ? [parts] : []
  })

  function goOn(parts: readonly Run[], left: string, allowed: number): Run[] | null {
    const last = parts.at(-1)!
    const line = lines[last.line]!
    const chars = line.chars.slice(last.from, last.to)
    const said = textOf(chars)
    const part = said.length >= left.length ? said.replace(tailAtEnd, '') : said
    const wrong = differences(part, left)
    if (part.length > left.length || wrong > allowed) return null
    if (part.length === left.length)
      return parts.length > 1 && wrong === allowed ? [...parts] : null
    for (let number = last.line + 1; number < runs.length; number++) {
      const next = lines[number]!
      if (next.middle - line.middle > 1.9 * line.height) return null
      for (const run of runs[number]!) {
        if (!isUnder(areaOf(chars), areaOf(next.chars.slice(run.from, run.to)))) continue
        const whole = goOn([...parts, run], left.slice(part.length), allowed - wrong)
        if (whole) return whole
      }
    }
    return null
  }
}

const tailAtEnd = /(?:\((?:元|月|个月|单位:?元)\))?[:*_]*$/u

/** How many characters of a part are other than in the words that it should begin. */
const differences = (part: string, words: string): number =>
  [...part].filter((char, index) => char !== words[index]).length

/** Whether one stretch stands under the other: over half of the narrower one. */
export function isUnder(above: Area, below: Area): boolean {
  const shared = Math.min(above.right, below.right) - Math.max(above.x, below.x)
  return shared > 0.5 * Math.min(above.right - above.x, below.right - below.x)
}

export const textOf = (chars: readonly Char[]): string => chars.map(({ char }) => char).join('')

export const areaOf = (chars: readonly Char[]): Area => ({
  x: Math.min(...chars.map(({ x }) => x)),
  right: Math.max(...chars.map(({ right }) => right)),
  y: Math.min(...chars.map(({ y }) => y)),
  bottom: Math.max(...chars.map(({ bottom }) => bottom)),
})

/** The stretches that no label claims; `after` is the label that they stand right behind. */
function restOf(
  lines: readonly Line[],
  taken: readonly (readonly (FoundLabel | undefined)[])[],
): Labelled['rest'] {
  return lines.flatMap((line, number) => {
    const rest: Run[] = []
    line.chars.forEach((char, index) => {
      if (taken[number]![index]) return
      const before = line.chars[index - 1]
      const last = rest.at(-1)
      const isRight = last?.to === index && before && char.x - before.right < line.gap
      if (isRight) last.to = index + 1
      else rest.push({ line: number, from: index, to: index + 1 })
    })
    return rest
  })
}
