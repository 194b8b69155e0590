import type { Condition, FieldTest } from './schema.ts'

/** What has been understood so far, by field. `null` is a cell that the person skipped. */
export type Answers = Readonly<Record<string, unknown>>

/** Whether a condition is true of the answers. A field that is not answered fails every test. */
export function holds(condition: Condition, answers: Answers): boolean {
  if (isList(condition, 'all')) return condition.all.every((part) => holds(part, answers))
  if (isList(condition, 'any')) return condition.any.some((part) => holds(part, answers))
  if ('not' in condition && typeof condition.not === 'object') {
    return !holds(condition.not as Condition, answers)
  }
  return Object.entries(condition).every(([field, test]) => {
    const answer = answers[field]
    return typeof test === 'object' && test !== null && 'in' in test
      ? (test.in as readonly unknown[]).includes(answer)
      : answer === test
  })
}

/** What a condition looks at: each field with the values that it is compared with. */
export function testsOf(
  condition: Condition,
): { field: string; values: readonly (string | number | boolean)[] }[] {
  if (isList(condition, 'all')) return condition.all.flatMap(testsOf)
  if (isList(condition, 'any')) return condition.any.flatMap(testsOf)
  if ('not' in condition && typeof condition.not === 'object') {
    return testsOf(condition.not as Condition)
  }
  return Object.entries(condition as Readonly<Record<string, FieldTest>>).map(([field, test]) => ({
    field,
    values: typeof test === 'object' ? test.in : [test],
  }))
}

const isList = <Key extends 'all' | 'any'>(
  condition: Condition,
  key: Key,
): condition is Condition & Record<Key, readonly Condition[]> =>
  key in condition && Array.isArray((condition as Record<string, unknown>)[key])
