import { checks } from '../answers/checks.ts'
import { kinds } from '../answers/kinds.ts'
import { cellNames } from '../certificate/papers.ts'
import { commandNames } from '../conversation/repair.ts'
import type { Known } from '../flow/check.ts'
import type { Flow } from '../flow/schema.ts'
import { outcomesOf } from '../policy/rules.ts'

/** Everything that a flow may name, from the code and the data files. */
export function knownTo(
  flows: readonly Flow[],
  templates: ReadonlySet<string>,
  data: Readonly<Record<string, Record<string, unknown>>>,
): Known {
  const glossary = (data.glossary ?? {}) as Record<string, { field?: boolean }>
  const fields = Object.entries(glossary).flatMap(([id, term]) => (term.field ? [id] : []))
  return {
    templates,
    flows: new Set(flows.map(({ flow }) => flow)),
    fields: new Set(fields),
    answerKinds: new Set(Object.keys(kinds)),
    checks: new Set(Object.keys(checks)),
    cells: cellNames,
    rules: outcomesOf,
    commands: new Set(commandNames),
  }
}
