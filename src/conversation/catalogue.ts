import type { AnswerKind, Context } from '../answers/answer.ts'
import type { Check } from '../answers/checks.ts'
import type { Render } from '../assets/render.ts'
import type { CompiledFlow } from '../flow/compile.ts'
import type { Command } from '../wishes/command.ts'
import type { QuestionAnswer } from '../wishes/question.ts'
import type { RankedWish } from '../wishes/recognise.ts'
import type { Terms } from './keeping.ts'

/** A field that a form asks for, as the reader of whole sentences needs it. */
export type Cell = { field: string; kind: string; choices?: Readonly<Record<string, string>> }

/** What a whole message says about several cells. */
export type Cells = {
  found: readonly { field: string; value: unknown; correction?: boolean }[]
  unsure: readonly {
    field: string
    candidates: readonly { value: unknown; label: string }[]
  }[]
  /** The words that belong to no cell. */
  rest: string
}

/** Everything that a conversation is made of besides its state: flows, words, parsers, rules. */
export type Catalogue = {
  flows: Readonly<Record<string, CompiledFlow>>
  /** The flows on the menu, in its order. */
  menu: readonly { value: string; label: string }[]
  render: Render
  /** Whether there is a sentence of that name. */
  has(template: string): boolean
  kinds: Readonly<Record<string, AnswerKind<unknown>>>
  checks: Readonly<Record<string, Check>>
  /** Where else a conversation can be gone on with: channel → its address, where it has one to open. */
  ways?: Readonly<Record<string, string>>
  /** For how long what a person told is kept. */
  keeping: Terms
  /** The Chinese name of a field. */
  label(field: string): string
  /** What a field means, with its source, from the glossary. */
  define(field: string): { meaning: string; source: string } | null
  /** The command that the whole of a message is, if it is one. `fields` are those of the open form. */
  commandOf(text: string, fields: readonly string[]): Command | null
  /** What a free message may want, surest first. */
  wishesOf(text: string): readonly RankedWish[]
  /** The answer to a question, with its source. */
  replyTo(text: string): QuestionAnswer | null
  /** The fields, of these, that the words call by a name. */
  cellsNamed(text: string, fields: readonly string[]): string[]
  readCells(text: string, cells: readonly Cell[], context: Context): Cells
}
