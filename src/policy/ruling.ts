/** A document of the law and the place in it, in the law's own words. */
export type Citation = { readonly document: string; readonly article: string }

/** How well the wording behind a rule is known: a national text, provincial practice, or unconfirmed. */
export type Standing = 'national' | 'local' | 'unconfirmed'

/** What a rule concluded, from which facts, by which article, and how fresh that is. */
export type Ruling<Conclusion> = {
  readonly conclusion: Conclusion
  readonly facts: Readonly<Record<string, unknown>>
  readonly citation: Citation
  /** The first day on which the rule holds, `YYYY-MM-DD`. */
  readonly holdsFrom: string
  /** The day on which the rule was last compared with its text, `YYYY-MM-DD`. */
  readonly checked: string
  readonly standing: Standing
}

/** The day on which all rules of this folder were last compared with their texts. */
export const checkedOn = '2026-11-23'

/** Puts a rule's conclusion together with where it comes from; checked on {@link checkedOn}. */
export const rule = <Conclusion>(
  conclusion: Conclusion,
  facts: Readonly<Record<string, unknown>>,
  source: { citation: Citation; holdsFrom: string; standing?: Standing },
): Ruling<Conclusion> => ({
  conclusion,
  facts,
  citation: source.citation,
  holdsFrom: source.holdsFrom,
  checked: checkedOn,
  standing: source.standing ?? 'national',
})
