import type { Ambiguous } from './answer.ts'

/** An ambiguous answer: asks back with the sentence of that reason and, where there are any, the readings. */
export function askBack<Value>(
  reason: string,
  more: {
    facts?: Readonly<Record<string, string>>
    choices?: readonly { value: Value; label: string }[]
  } = {},
): Ambiguous<Value> {
  return { kind: 'ambiguous', reason, ...more }
}
