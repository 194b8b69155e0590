import * as v from 'valibot'
import { type Concepts, compileConcepts, compileLayer, conceptsOf, sight } from './concepts.ts'
import { compileNames, type Names, named } from './fields.ts'
import { compileNearest, type Nearest, nearest } from './nearest.ts'
import { normalise, withoutNumbers } from './normal.ts'
import {
  type Faq,
  type FaqData,
  faqSchema,
  type Glossary,
  type GlossaryData,
  glossarySchema,
  type WishesData,
  wishesSchema,
} from './schema.ts'
import { compileTells, type Tell, tell, together } from './tells.ts'

/** The frequent questions and the glossary, ready to be asked. */
export type QuestionBook = {
  questions: Faq['questions']
  asking: ReadonlySet<string>
  concepts: Concepts
  asks: Nearest
  tells: readonly Tell[]
  glossary: Glossary
  terms: Names
}

/** One answer with the article it rests on, and how sure we are that this was the question (0 to 1). */
export type QuestionAnswer = { id: string; answer: string; source: string; confidence: number }

/**
 * Makes the book from `flows/faq.yaml`, the glossary and `flows/wishes.yaml`, whose groups of phrases
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
  const own = { words: { ...wishes.words, ...faq.words }, concepts: faq.concepts }
  const concepts = [...compileConcepts(wishes), compileLayer(own, false)]
  const asks = Object.entries(faq.questions).flatMap(([label, { asks }]) =>
    asks.map((text) => {
      const normal = withoutNumbers(normalise(text))
      return { label, text: normal, concepts: conceptsOf(sight(normal, concepts)) }
    }),
  )
  return {
    questions: faq.questions,
    asking: new Set(faq.asking),
    concepts,
    asks: compileNearest(asks),
    tells: compileTells(faq.questions, { ...wishes.concepts, ...faq.concepts }),
    glossary,
    terms: compileNames(glossary, 'all'),
  }
}

/** A question is answered from this confidence on. */
const sure = 0.5

/**
 * The answer to a question, or null where none of the known questions is near. What a term means
 * (什么是联系函, 联系函啥意思) comes from the glossary, as `term.contactLetter`.
 */
export function answerQuestion(text: string, book: QuestionBook): QuestionAnswer | null {
  const normal = withoutNumbers(normalise(text))
  const sightings = sight(normal, book.concepts)
  const concepts = conceptsOf(sightings)
  const near = nearest(normal, concepts, book.asks)
  const term = termAsked(normal, book)
  if (term && (near[0]?.nearness ?? 0) < 0.97) return term
  const told = tell(sightings, book.tells)
  const isAsked = concepts.some((concept) => book.asking.has(concept))
  const nearnesses = new Map(near.map(({ label, nearness }) => [label, nearness]))
  let best: { id: string; confidence: number } | null = null
  for (const id of new Set([...nearnesses.keys(), ...told.keys()])) {
    const nearness = nearnesses.get(id) ?? 0
    const weight = isAsked ? (told.get(id)?.weight ?? 0) : 0
    const confidence = together(isAsked ? nearness + 0.12 : nearness - 0.1, weight)
    if (confidence > (best?.confidence ?? sure)) best = { id, confidence }
  }
  if (!best) return null
  const { answer, source } = book.questions[best.id]!
  return { ...best, answer, source }
}

const opening =
  /^(?:请问|问一下|问下|你好|您好|我想问一下|我想问|想问一下|想问|那个|那|这个|所谓的|凭证上的|上面的|表上的|里面的)+/u
const asking =
  '是什么意思|是啥意思|什么意思|啥意思|是个什么东西|是什么东西|是啥东西|是个什么|是个啥|是什么|是啥|指的是什么|指的是啥|指什么|指啥|是指什么|怎么理解|咋理解|的意思|的含义|的定义|是干什么用的|是干什么的|是干嘛的|是干啥的|是什么概念|是啥玩意儿|是啥玩意|解释一下|解释下|什么概念|代表什么|代表啥'
const asked = [
  new RegExp(`^(?<term>.+?)(?:${asking})(?:呀|啊|呢|嘛|来着|哦|吗)*$`, 'u'),
  /^(?:什么是|啥是|什么叫|啥叫|何为|何谓|解释一下|解释下|解释|介绍一下|介绍下|说说什么是|说一下什么是|给我讲讲什么是|什么叫做|啥叫做|查一下名词)(?<term>.+?)(?:呀|啊|呢|嘛|来着|哦)*$/u,
]

function termAsked(normal: string, { terms, glossary }: QuestionBook): QuestionAnswer | null {
  const bare = normal.replace(opening, '')
  for (const pattern of asked) {
    const words = pattern
      .exec(bare)
      ?.groups?.term?.replace(/^(?:那个|这个|所谓的?)|(?:到底|究竟|这个|那个|都|的)$/gu, '')
    const ids = words ? named(words, terms) : []
    const id = ids.find((id) => !glossary[id]?.field) ?? ids[0]
    const term = id && glossary[id]
    if (term)
      return {
        id: `term.${id}`,
        answer: `${term.name}：${term.means}`,
        source: term.source,
        confidence: 0.97,
      }
  }
  return null
}
