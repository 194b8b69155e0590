import type { Advised } from './needTransfer.ts'
import { type Step, stepCodes } from './outcome.ts'
import { addWorkingDays } from './workingDays.ts'

/** A length of time for the words. */
export type Span = { readonly years: number; readonly months: number }

const span = (months: number): Span => ({ years: Math.floor(months / 12), months: months % 12 })

const month = (written: string) => ({
  year: Number(written.slice(0, 4)),
  month: Number(written.slice(5, 7)),
})

/** One step for the words: every fact that any step may have, so that strict templates find it. */
const stepView = (step: Step) => {
  const { facts } = step
  const number = (name: string) => Number(facts[name] ?? 0)
  const text = (name: string) => String(facts[name] ?? '')
  return {
    code: step.code,
    citation: step.citation ?? null,
    holdsFrom: step.holdsFrom ?? '',
    ...{ province: text('province'), place: text('place'), household: text('household') },
    ...{ by: text('by'), plan: text('plan'), from: text('from'), to: text('to') },
    ...{ drawing: number('drawing') === 1, resident: number('resident') === 1 },
    ...{ atLeast: number('atLeast') === 1 },
    ...{ age: number('age'), years: number('years'), extraMonths: number('months') },
    ...{ count: number('count'), missing: number('missing') },
    ...{ paid: span(number('months')), now: span(number('now')), left: span(number('left')) },
    ...{ total: span(number('total')), least: span(number('least')) },
    on: text('on') ? month(text('on')) : null,
    firstEnrolled: text('firstEnrolled') ? month(text('firstEnrolled')) : null,
    fields: text('fields').split(' ').filter(Boolean),
  }
}

/** Citations by document, so that a document is named once. */
const grounds = (basis: Advised['advice']['basis']) => {
  const articles = new Map<string, string[]>()
  for (const { document, article } of basis) {
    const known = articles.get(document) ?? []
    if (!known.includes(article)) articles.set(document, [...known, article])
  }
  return [...articles].map(([document, articles]) => ({ document, articles }))
}

/**
 * What `need-transfer/advice.<kind>` and `need-transfer/reasoning` are rendered with; every name
 * that they use is always there. `latest` is the day by which the three times 15 working days of
 * an application sent today are over.
 */
export function adviceView(advised: Advised, today: string) {
  const { advice, situation, open } = advised
  const { retirement } = situation
  return {
    advice,
    grounds: grounds(advice.basis),
    situation: {
      ...situation,
      monthsHere: span(situation.monthsHere),
      monthsInAll: span(situation.monthsInAll),
      retirement: retirement ? month(retirement) : null,
    },
    yearsShort: open.some(({ code }) => code === 'minimumYearsShort'),
    open: open.map(({ code, citation }) => ({ code, citation })),
    reasoning: advised.reasoning
      .toSorted((a, b) => stepCodes.indexOf(a.code) - stepCodes.indexOf(b.code))
      .map(stepView),
    latest: addWorkingDays(today, 45),
    checked: advised.checked,
  }
}
