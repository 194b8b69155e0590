import { type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { period } from './period.ts'

/** One month, `YYYY-MM`, read as the beginning of a period that lasts until now. */
export const month: AnswerKind<string> = {
  parse(text, context) {
    const alone = period.parse(`${text}至今`, context)
    if (alone.kind === 'understood') return understood(alone.value.from)
    if (alone.kind === 'ambiguous') {
      return alone.reason === 'start' ? notAnAnswer : { kind: 'ambiguous', reason: 'month' }
    }
    return ['future', 'order'].includes(alone.reason) ? misunderstood('future') : notAnAnswer
  },
  write(value) {
    const [year, number] = value.split('-').map(Number)
    return `${year}年${number}月`
  },
}
