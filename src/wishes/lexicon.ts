import * as v from 'valibot'
import { soundsOf } from '../answers/sound.ts'
import { type ChangeWords, compileChange } from './change.ts'
import { type Concepts, compileConcepts, conceptsOf, sight } from './concepts.ts'
import { compileDialect, type Dialect } from './dialect.ts'
import { compileFamiliar, type Familiar } from './familiar.ts'
import { compileNames, type Names } from './fields.ts'
import { compileNearest, type Nearest } from './nearest.ts'
import { normalise, withoutNumbers } from './normal.ts'
import { bookOf, type QuestionBook } from './question.ts'
import {
  type FaqData,
  faqSchema,
  type Glossary,
  type GlossaryData,
  glossarySchema,
  type WishData,
  type WishesData,
  type WishKind,
  wishesSchema,
} from './schema.ts'
import { compileTells, type Tell } from './tells.ts'

/** Everything that recognising needs, made once from the data. */
export type Lexicon = {
  wishes: Readonly<Record<string, { kind: WishKind; title: string; flow?: string }>>
  concepts: Concepts
  familiar: Familiar
  dialect: Dialect
  tells: readonly Tell[]
  examples: Nearest
  /** The frequent questions, where there are any: only what they answer is a wish for `faq`. */
  book: QuestionBook | null
  fields: Names
  commands: {
    written: ReadonlyMap<string, string>
    sounding: ReadonlyMap<string, readonly { phrase: string; wish: string }[]>
  }
  courtesy: { before: readonly string[]; after: readonly string[] }
  change: ChangeWords
}

/**
 * Makes the lexicon from `flows/wishes.yaml`, the glossary (names of fields) and, where given, the
 * frequent questions, whose phrasings are examples of the wish `faq` (or of the flow that serves them). Throws where one of them has
 * another shape, or a tell names a concept that is not there.
 */
export function compileLexicon(
  wishData: WishesData,
  glossaryData: GlossaryData,
  faqData?: FaqData,
): Lexicon {
  const glossary = v.parse(glossarySchema, glossaryData)
  const data = withFields(v.parse(wishesSchema, wishData), glossary)
  const faq = faqData && v.parse(faqSchema, faqData)
  const concepts = compileConcepts(data)
  const familiar = compileFamiliar(data, glossary, faq)
  const dialect = compileDialect(data.dialect)
  const tells = compileTells(data.wishes, data.concepts)
  const sentences = Object.entries(data.wishes).flatMap(([label, { kind, examples, commands }]) =>
    // A flow's short names (凭证) count as whole messages only: much else contains them.
    [...examples, ...(kind === 'flow' ? [] : commands)].map((text) => ({ label, text })),
  )
  const asked = Object.values(faq?.questions ?? {}).flatMap(({ asks, flow }) =>
    flow ? asks.map((text) => ({ label: flow, text })) : [],
  )
  const examples = compileNearest(
    [...sentences, ...asked].map(({ label, text }) => {
      const normal = withoutNumbers(normalise(text))
      return { label, text: normal, concepts: conceptsOf(sight(normal, concepts)) }
    }),
  )
  return {
    wishes: Object.fromEntries(
      Object.entries(data.wishes).map(([id, { kind, title, flow }]) => [
        id,
        { kind, title, ...(kind === 'flow' ? { flow: id } : flow && { flow }) },
      ]),
    ),
    concepts,
    tells,
    examples,
    familiar,
    dialect,
    book: faq ? bookOf(faq, glossary, data, { concepts, familiar, dialect }) : null,
    fields: compileNames(glossary, 'fields'),
    commands: compileCommands(data),
    courtesy: {
      before: data.courtesy.before.map(normalise),
      after: data.courtesy.after.map(normalise),
    },
    change: compileChange(data.change),
  }
}

/** Adds the concept `formField`: whatever the forms ask for, by any of its names. */
function withFields(data: WishData, glossary: Glossary): WishData {
  const fields = Object.values(glossary).filter(({ field }) => field)
  const says = fields.flatMap(({ name, aliases }) => [name, ...aliases].map(normalise))
  const formField = { says, sound: false, loose: true }
  return { ...data, concepts: { ...data.concepts, formField } }
}

function compileCommands({ wishes }: WishData): Lexicon['commands'] {
  const written = new Map<string, string>()
  const sounding = new Map<string, { phrase: string; wish: string }[]>()
  for (const [wish, { commands }] of Object.entries(wishes)) {
    for (const phrase of commands.map(normalise)) {
      const other = written.get(phrase)
      if (other && other !== wish) throw new Error(`${phrase} is a command of ${other} and ${wish}`)
      written.set(phrase, wish)
      const key = soundsOf(phrase)
      sounding.set(key, [...(sounding.get(key) ?? []), { phrase, wish }])
    }
  }
  return { written, sounding }
}
