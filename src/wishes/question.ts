import * as v from 'valibot'
import { type Concepts, compileConcepts, compileLayer, conceptsOf, sight } from './concepts.ts'
import { compileDialect, type Dialect, inStandard } from './dialect.ts'
import { compileFamiliar, type Familiar, isSpeech } from './familiar.ts'
import { compileNames, type Names } from './fields.ts'
import { compileNearest, type Nearest, nearest } from './nearest.ts'
import { normalise, withoutNumbers } from './normal.ts'
import {
  type Faq,
  type FaqData,
  faqSchema,
  type Glossary,
  type GlossaryData,
  glossarySchema,
  type Insurance,
  type Term,
  type WishData,
  type WishesData,
  wishesSchema,
} from './schema.ts'
import { compileTells, type Tell, tell, together } from './tells.ts'
import { termAsked } from './term.ts'

/** The frequent questions and the glossary, ready to be asked. */
export type QuestionBook = {
  questions: Faq['questions']
  asking: ReadonlySet<string>
  about: ReadonlySet<string>
  naming: Faq['naming']
  concepts: Concepts
  familiar: Familiar
  dialect: Dialect
  asks: Nearest
  tells: readonly Tell[]
  glossary: Glossary
  terms: Names
}

/** One answer with the article it rests on, and how sure we are that this was the question (0 to 1). */
export type QuestionAnswer = {
  id: string
  answer: string
  source: string
  confidence: number
  /** The insurance that it holds for, and the one that was named, where it is one. */
  insurance?: Insurance | undefined
  named?: Insurance | undefined
}

/**
 * Makes the book from `flows/questions.yaml`, the glossary and `flows/wishes.yaml`, whose groups of phrases
 * it shares. Throws where one of them has another shape.
 */
export function compileQuestions(
  faqData: FaqData,
  glossaryData: GlossaryData,
  wishData: WishesData,
): QuestionBook {
  const faq = v.parse(faqSchema, faqData)
  const glossary = v.parse(glossarySchema, glossaryData)
  const wishes = v.parse(wishesSchema, wishData)
  return bookOf(faq, glossary, wishes, {
    concepts: compileConcepts(wishes),
    familiar: compileFamiliar(wishes, glossary, faq),
    dialect: compileDialect(wishes.dialect),
  })
}

/** The same from what was checked and compiled before. */
export function bookOf(
  faq: Faq,
  glossary: Glossary,
  wishes: WishData,
  shared: { concepts: Concepts; familiar: Familiar; dialect: Dialect },
): QuestionBook {
  const own = { words: { ...wishes.words, ...faq.words }, concepts: faq.concepts }
  const concepts = [...shared.concepts, compileLayer(own, false)]
  const asks = Object.entries(faq.questions).flatMap(([label, { asks }]) =>
    asks.map((text) => {
      const normal = withoutNumbers(normalise(text))
      return { label, text: normal, concepts: conceptsOf(sight(normal, concepts)) }
    }),
  )
  return {
    questions: faq.questions,
    asking: new Set(faq.asking),
    about: new Set(faq.about),
    naming: faq.naming,
    ...shared,
    concepts,
    asks: compileNearest(asks),
    tells: compileTells(faq.questions, { ...wishes.concepts, ...faq.concepts }),
    glossary,
    terms: compileNames(glossary, 'all'),
  }
}

/** A question is answered from this confidence on. */
const sure = 0.5

/** A question that a flow serves better is answered only where that flow was not recognised. */
const servedByFlow = 0.55

/**
 * The answer to a question, or null where none of the known questions is near. What a term means
 * (什么是联系函, 联系函啥意思) comes from the glossary, as `term.contactLetter`.
 */
export function answerQuestion(text: string, book: QuestionBook): QuestionAnswer | null {
  const normal = withoutNumbers(normalise(text))
  const standard = inStandard(normal, book.dialect)
  const replies = [normal, standard].flatMap(
    (words) => (words !== null && answerTo(words, book)) || [],
  )
  return replies.sort((a, b) => b.confidence - a.confidence)[0] ?? null
}

function answerTo(normal: string, book: QuestionBook): QuestionAnswer | null {
  if (!isSpeech(normal, book.familiar)) return null
  const sightings = sight(normal, book.concepts)
  const concepts = conceptsOf(sightings)
  const near = nearest(normal, concepts, book.asks)
  const asked = termAsked(normal, book.terms, book.glossary)
  if (asked && (near[0]?.nearness ?? 0) < 0.97) return explanation(asked)
  const told = tell(sightings, book.tells)
  const isAsked = concepts.some((concept) => book.asking.has(concept))
  const isAbout = concepts.some((concept) => book.about.has(concept))
  const named = insuranceNamed(concepts, book)
  const leaning = isAsked ? (isAbout ? 0.14 : 0.06) : -0.1
  const nearnesses = new Map(near.map(({ label, nearness }) => [label, nearness]))
  let best: { id: string; confidence: number } | null = null
  for (const id of new Set([...nearnesses.keys(), ...told.keys()])) {
    const { insurance } = book.questions[id]!
    if (named && insurance && insurance !== named) continue
    const nearness = nearnesses.get(id) ?? 0
    const weight = isAsked ? (told.get(id)?.weight ?? 0) : 0
    const confidence = together(nearness + leaning, weight)
    if (confidence > (best?.confidence ?? sure)) best = { id, confidence }
  }
  if (!best) return null
  const { answer, source, flow, insurance } = book.questions[best.id]!
  const confidence = flow ? Math.min(best.confidence, servedByFlow) : best.confidence
  return { id: best.id, answer, source, confidence, insurance, named }
}

/** The insurance that is spoken of; undefined where it is both or neither. */
function insuranceNamed(
  concepts: readonly string[],
  { naming }: QuestionBook,
): Insurance | undefined {
  const isNamed = (insurance: Insurance) => naming[insurance].some((one) => concepts.includes(one))
  const [pension, medical] = [isNamed('pension'), isNamed('medical')]
  if (pension === medical) return undefined
  return pension ? 'pension' : 'medical'
}

const explanation = ({ id, term }: { id: string; term: Term }): QuestionAnswer => ({
  id: `term.${id}`,
  answer: `${term.name}：${term.means}`,
  source: term.source,
  confidence: 0.97,
})
