/** What became of a person's words when they were read as the answer to one question. */
export type Answer<Value> = Understood<Value> | Ambiguous<Value> | Misunderstood

/** The words denote exactly one value. */
export type Understood<Value> = { kind: 'understood'; value: Value }

/** Some information, but two readings or a part missing: ask back, with choices where they can be listed. */
export type Ambiguous<Value> = {
  kind: 'ambiguous'
  /** Names the sentence that asks back: `<answer kind>.<reason>` in `flows/misunderstandings.yaml`. */
  reason: string
  /** Facts that the sentence needs, such as `{ year: '2015' }`. */
  facts?: Readonly<Record<string, string>>
  /** The readings, where they can be listed. */
  choices?: readonly { value: Value; label: string }[]
}

/** Invalid, or no answer at all. */
export type Misunderstood = {
  kind: 'misunderstood'
  /** `notAnAnswer` for noise, small talk and questions; else what is wrong, such as `checksum`. */
  reason: string
  facts?: Readonly<Record<string, string>>
}

/** What a parser may know besides the words. */
export type Context = {
  /** The day the words were said, `YYYY-MM-DD`; fixes 至今, 去年 and two-digit years. */
  today: string
  /** The field that is asked, so that a label in the words (手机号是…) can be recognised as its own. */
  field?: string
  /** For `choice`: value → label, in the order in which they were offered. */
  choices?: Readonly<Record<string, string>>
  /** What was answered in the same form before, by field. */
  answers?: Readonly<Record<string, unknown>>
}

/** One answer kind. Pure, total: every string gives an answer, none throws. */
export type Parse<Value> = (text: string, context: Context) => Answer<Value>

/** What every answer kind offers; `answers/kinds.ts` lists them by name. */
export type AnswerKind<Value> = {
  parse: Parse<Value>
  /**
   * What several messages tell together, the first of which was no whole answer; null where the last
   * counts by itself. Absent where the words of one message simply go on in the next.
   */
  complete?(told: readonly string[], context: Context): Answer<Value> | null
  /**
   * What words make of the value that stands where they put right no more than a part of it (就到上个月,
   * 最后两位是88); null where they say nothing of a part.
   */
  mend?(before: Value, words: string, context: Context): Answer<Value> | null
  /** The value in the words of the form, in full: for the review. */
  write(value: Value, context: Context): string
  /** The value for echoes, personal parts hidden (138****8000). Absent where nothing is personal. */
  mask?(value: Value): string
}

export const understood = <Value>(value: Value): Understood<Value> => ({
  kind: 'understood',
  value,
})

export const misunderstood = (
  reason: string,
  facts?: Readonly<Record<string, string>>,
): Misunderstood => ({ kind: 'misunderstood', reason, ...(facts && { facts }) })

export const notAnAnswer: Misunderstood = { kind: 'misunderstood', reason: 'notAnAnswer' }
