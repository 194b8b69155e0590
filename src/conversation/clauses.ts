import { asks } from '../wishes/manner.ts'

/** A message in two: what may be an answer, and the questions asked beside it. */
export type Clauses = { rest: string; questions: readonly string[] }

/** Ends of clauses; a comma within a number ends none, nor does a question mark for a digit that cannot be read. */
const ends =
  /(?=(?:对了|另外|顺便)[,，]?)|(?<=[,，](?!\d{3}(?!\d)))|(?<=[。;；!！\n]|(?<!\d)[?？]|[?？](?!\d))|(?<=[\dXx]) +(?=\p{Script=Han})|(?<=\p{Script=Han} +)(?=\p{Script=Han})/u

const linking =
  /^(?:[\s,，。;；]*(?:另外|还有|对了|顺便|再|请问|我想?问一?下?|问一?下|那个?|不过|就是|哦))+[\s,，]*/u

/** Parts a message at its clauses; `isQuestion` says of one that asks whether it is a question of its own. */
export function partAt(text: string, isQuestion: (clause: string) => boolean): Clauses {
  const rest: string[] = []
  const questions: string[] = []
  for (const clause of text.split(ends)) {
    const bare = clause.replace(linking, '').trim()
    if (bare !== '' && asks(bare) && isQuestion(bare)) questions.push(bare)
    else rest.push(clause)
  }
  const left = rest.join('').replace(/[\s,，。;；]+$/u, '')
  return { rest: left.replace(linking, '') === '' ? '' : left, questions }
}
