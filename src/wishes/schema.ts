import * as v from 'valibot'

/** A number without quotes (12333) is a word too. */
const word = v.pipe(
  v.union([v.string(), v.number()], '应当是文字'),
  v.transform(String),
  v.minLength(1, '不能是空的'),
)
const words = v.array(word)
const named = <Schema extends v.GenericSchema>(schema: Schema) => v.record(v.string(), schema)

/** One term: its Chinese name, its English name, what it means and who says so. */
export const termSchema = v.strictObject({
  name: v.string(),
  english: v.string(),
  aliases: v.optional(words, []),
  means: v.pipe(v.string(), v.maxLength(80, '解释最多 80 个字')),
  source: v.string(),
  /** Whether a form asks for it. */
  field: v.optional(v.boolean(), false),
})

/** `flows/glossary.yaml`: identifier → term. */
export const glossarySchema = named(termSchema)
export type Glossary = v.InferOutput<typeof glossarySchema>
/** As it stands in the file, before defaults. */
export type GlossaryData = v.InferInput<typeof glossarySchema>
export type Term = v.InferOutput<typeof termSchema>

/** What sort of wish it is: a flow to open, a repair of the conversation, a matter of the channel … */
export const wishKinds = [
  'flow',
  'repair',
  'channel',
  'outside',
  'talk',
  'instruction',
  'noise',
] as const
export type WishKind = (typeof wishKinds)[number]

const tellSchema = v.strictObject({
  /** Concepts that must all be there; `a|b` is either. */
  all: v.pipe(words, v.minLength(1)),
  /** Concepts that must not be there. */
  none: v.optional(words, []),
  /** How sure this alone makes us, 0 to 1. */
  weight: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
})

export type TellData = v.InferOutput<typeof tellSchema>

const wishSchema = v.strictObject({
  kind: v.picklist(wishKinds),
  /** What a choice between wishes calls it. */
  title: v.string(),
  /** The flow that serves it, where that has another name. */
  flow: v.optional(v.string()),
  /** Whole messages that are this wish at any step of any form. */
  commands: v.optional(words, []),
  tells: v.optional(v.array(tellSchema), []),
  examples: v.optional(words, []),
})

const conceptSchema = v.union([
  words,
  v.strictObject({
    says: words,
    /** Whether words that only sound the same count (社宝 for 社保); `long`: from three characters on. */
    sound: v.optional(v.union([v.boolean(), v.literal('long')]), false),
    /** Loose phrases hide no others: 随军 is seen and 军 within it too. */
    loose: v.optional(v.boolean(), false),
  }),
])

/** `flows/wishes.yaml`: what people say when they want something. */
export const wishesSchema = v.strictObject({
  /** Word lists that a phrase may use as `{name}`. */
  words: v.optional(named(words), {}),
  /** Groups of phrases that say the same; `…` in a phrase stands for up to eight characters. */
  concepts: named(conceptSchema),
  /** Standard words → the same in dialects; a message that has any is read once more in standard words. */
  dialect: v.optional(named(words), {}),
  /** Courtesies and fillers around a command. */
  courtesy: v.strictObject({ before: words, after: words }),
  /** How people say that an answer is to be changed. */
  change: v.strictObject({
    before: words,
    after: words,
    into: words,
    around: words,
    vague: words,
  }),
  wishes: named(wishSchema),
})
export type WishData = v.InferOutput<typeof wishesSchema>
/** As it stands in the file, before defaults. */
export type WishesData = v.InferInput<typeof wishesSchema>

const insuranceSchema = v.picklist(['pension', 'medical'])
export type Insurance = v.InferOutput<typeof insuranceSchema>

const questionSchema = v.strictObject({
  asks: v.pipe(words, v.minLength(1)),
  tells: v.optional(v.array(tellSchema), []),
  /** The flow that serves it better than an answer, where one was recognised. */
  flow: v.optional(v.string()),
  /** The insurance that the answer holds for, where it does not for the other. */
  insurance: v.optional(insuranceSchema),
  answer: v.pipe(v.string(), v.maxLength(150, '回答最多 150 个字')),
  source: v.string(),
})

/** `flows/questions.yaml`: the questions by id (how people ask, the answer, the article it rests on). */
export const faqSchema = v.strictObject({
  words: v.optional(named(words), {}),
  /** More groups of phrases, beside those of `flows/wishes.yaml`. */
  concepts: v.optional(named(conceptSchema), {}),
  /** The concepts of which one must be there for a message to be a question, or a trouble told. */
  asking: v.optional(words, []),
  /** The concepts of which one shows that a message is about these matters at all. */
  about: v.optional(words, []),
  /** The concepts that name an insurance. */
  naming: v.optional(v.strictObject({ pension: words, medical: words }), {
    pension: [],
    medical: [],
  }),
  questions: named(questionSchema),
})
export type Faq = v.InferOutput<typeof faqSchema>
/** As it stands in the file, before defaults. */
export type FaqData = v.InferInput<typeof faqSchema>
