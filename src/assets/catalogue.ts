import type { AnswerKind } from '../answers/answer.ts'
import { checks } from '../answers/checks.ts'
import { kinds } from '../answers/kinds.ts'
import type { Catalogue } from '../conversation/catalogue.ts'
import { compile } from '../flow/compile.ts'
import type { Flow } from '../flow/schema.ts'
import { rules } from '../policy/rules.ts'
import { commandOf } from '../wishes/command.ts'
import { compileLexicon } from '../wishes/lexicon.ts'
import { answerQuestion, compileQuestions } from '../wishes/question.ts'
import { recogniseWish } from '../wishes/recognise.ts'
import type { Faq, Glossary, WishData } from '../wishes/schema.ts'
import { createRender } from './render.ts'

/** What the asset build made of `flows/` and `templates/`. */
export type Generated = {
  flows: readonly Flow[]
  data: {
    common: { menu: readonly string[] }
    glossary: Glossary
    wishes: WishData
    faq: Faq
  }
  templates: Readonly<Record<string, unknown>>
}

/** Makes a conversation's catalogue of the built flows, words and lists. */
export function createCatalogue({ flows, data, templates }: Generated): Catalogue {
  const { glossary, wishes, faq, common } = data
  const compiled = Object.fromEntries(flows.map((flow) => [flow.flow, compile(flow, rules)]))
  const lexicon = compileLexicon(wishes, glossary, faq)
  const questions = compileQuestions(faq, glossary, wishes)

  return {
    checks,
    flows: compiled,
    // Each kind reads and writes its own values; the engine carries them without looking inside.
    kinds: kinds as unknown as Readonly<Record<string, AnswerKind<unknown>>>,
    menu: common.menu.flatMap((value) => {
      const label = compiled[value]?.flow.menu
      return label ? [{ value, label }] : []
    }),
    render: createRender(templates),
    has: (template) => template in templates,
    label: (field) => glossary[field]?.name ?? field,
    define(field) {
      const term = glossary[field]
      if (!term) return null
      const { means, source, stands } = term
      return { meaning: means, source, ...(stands && { stands }) }
    },
    commandOf: (text, fields) => commandOf(text, lexicon, { fields }),
    wishesOf: (text) => recogniseWish(text, lexicon).ranked,
    replyTo: (text) => answerQuestion(text, questions),
    readCells: () => ({ found: [], unsure: [] }),
  }
}
