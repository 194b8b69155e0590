import type { AnswerKind } from '../answers/answer.ts'
import { type CellField, readCells } from '../answers/cells.ts'
import { cellsNamed } from '../answers/cellsNamed.ts'
import { checks } from '../answers/checks.ts'
import { kinds } from '../answers/kinds.ts'
import type { Catalogue } from '../conversation/catalogue.ts'
import type { Terms } from '../conversation/keeping.ts'
import { compile } from '../flow/compile.ts'
import type { Flow } from '../flow/schema.ts'
import { rules } from '../policy/rules.ts'
import { commandOf } from '../wishes/command.ts'
import { compileLexicon } from '../wishes/lexicon.ts'
import { answerQuestion } from '../wishes/question.ts'
import { recogniseWish } from '../wishes/recognise.ts'
import type { FaqData, Glossary, WishesData } from '../wishes/schema.ts'
import { createRender } from './render.ts'

/** What the asset build made of `flows/` and `templates/`. */
export type Generated = {
  flows: readonly Flow[]
  data: {
    common: { menu: readonly string[]; specimen: string }
    glossary: Glossary
    wishes: WishesData
    questions: FaqData
    keeping: Terms
  }
  templates: Readonly<Record<string, unknown>>
}

/**
 * Makes a conversation's catalogue of the built flows, words and lists. What understands wishes takes
 * most of the time to make: `later` leaves it until somebody says something.
 */
export function createCatalogue(
  { flows, data, templates }: Generated,
  understanding: 'now' | 'later' = 'now',
): Catalogue {
  const { glossary, questions, common, keeping } = data
  const wishes = withWishesOf(flows, data.wishes)
  const compiled = Object.fromEntries(flows.map((flow) => [flow.flow, compile(flow, rules)]))
  const make = () => compileLexicon(wishes, glossary, questions)
  let made = understanding === 'now' ? make() : null
  const lexicon = () => {
    made ??= make()
    return made
  }

  return {
    checks,
    keeping,
    flows: compiled,
    // Each kind reads and writes its own values; the engine carries them without looking inside.
    kinds: kinds as unknown as Readonly<Record<string, AnswerKind<unknown>>>,
    menu: menuOf(flows, common.menu),
    render: createRender(templates),
    has: (template) => template in templates,
    label: (field) => glossary[field]?.name ?? field,
    define(field) {
      const term = glossary[field]
      if (!term) return null
      return { meaning: term.means, source: term.source }
    },
    cellsNamed,
    commandOf: (text, fields) => commandOf(text, lexicon(), { fields }),
    wishesOf: (text) => recogniseWish(text, lexicon()).ranked,
    replyTo: (text) => answerQuestion(text, lexicon().book!),
    // The checked flows name only kinds that there are.
    readCells: (text, cells, context) => readCells(text, cells as readonly CellField[], context),
  }
}

/** What people say, with what the flows themselves say of it. */
function withWishesOf(flows: readonly Flow[], data: WishesData): WishesData {
  const own = flows.flatMap(({ flow, title, wishes }) =>
    wishes && !(flow in data.wishes)
      ? [[flow, { kind: 'flow' as const, title, examples: wishes }] as const]
      : [],
  )
  return { ...data, wishes: { ...data.wishes, ...Object.fromEntries(own) } }
}

/** The flows with a menu line: first those that `common.yaml` puts in order, then the others. */
function menuOf(flows: readonly Flow[], order: readonly string[]) {
  const place = (flow: string) => (order.includes(flow) ? order.indexOf(flow) : order.length)
  return flows
    .flatMap(({ flow, menu }) => (menu ? [{ value: flow, label: menu }] : []))
    .sort((a, b) => place(a.value) - place(b.value))
}
