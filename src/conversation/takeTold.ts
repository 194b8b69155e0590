import { partAt } from './clauses.ts'
import { type Draft, topFrame } from './draft.ts'
import { cellsIn, takeAll, type Values, valuesOf } from './hearCells.ts'
import { readField } from './mending.ts'

/**
 * Takes what was told beside a question (我广东10年 北京3年 贵州户口 要不要转): what the words tell as a whole, and
 * what they tell clause by clause.
 */
export function takeTold(draft: Draft, text: string): void {
  const told = partAt(text, () => true).rest || text
  const whole = valuesIn(draft, told)
  const values = { ...whole, ...clauseByClause(draft, told), ...whole }
  if (Object.keys(values).length > 0) takeAll(draft, values)
}

const valuesIn = (draft: Draft, text: string): Values =>
  valuesOf(draft, text, cellsIn(draft, text, topFrame(draft)!.step))

/** What several clauses tell of one field is read together; where another is only half clear, none of it counts. */
function clauseByClause(draft: Draft, told: string): Values {
  const clauses = told.split(/[\s,，。;；!！]+/u).filter(Boolean)
  const read = clauses.map((clause) => ({ clause, values: valuesIn(draft, clause) }))
  const unclear = read.filter(({ values }) => Object.keys(values).length === 0)
  const fields = new Set(read.flatMap(({ values }) => Object.keys(values)))
  const entries = [...fields].flatMap((field) => {
    if (unclear.some(({ clause }) => readField(draft, field, clause).kind === 'ambiguous'))
      return []
    const telling = read.filter(({ values }) => field in values)
    const together = telling.map(({ clause }) => clause).join('，')
    const values = telling.length > 1 ? valuesIn(draft, together) : telling[0]!.values
    return field in values ? [[field, values[field]]] : []
  })
  return Object.fromEntries(entries)
}
