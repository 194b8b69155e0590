import { askStep, type Draft, topFrame } from './draft.ts'
import type { Frame } from './state.ts'

/** The first pair of answers in the top flow that do not go together, unless the person has kept them so. */
export function contradiction(draft: Draft): { check: string; fields: readonly string[] } | null {
  const frame = topFrame(draft)!
  for (const field of frame.path) {
    for (const check of askStep(draft, field)?.check ?? []) {
      const found = draft.catalogue.checks[check]?.(frame.answers)
      if (found && !frame.kept.includes(signature(frame, check, found.fields))) {
        return { check, fields: found.fields }
      }
    }
  }
  return null
}

/** Names a contradiction by its very values, so that it is asked about again once one of them changes. */
export const signature = (frame: Frame, check: string, fields: readonly string[]): string =>
  JSON.stringify([check, ...fields.map((field) => frame.answers[field])])
