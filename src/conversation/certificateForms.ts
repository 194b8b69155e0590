import type { PaperId } from '../certificate/paper.ts'
import type { FieldKind } from '../certificate/reading/judge.ts'
import type { Step } from '../flow/schema.ts'
import type { Catalogue } from './catalogue.ts'
import type { State } from './state.ts'

/** The flow that a paper certificate is attached to; null where none asks for its cells and for a file. */
export function formFor({ flows }: Catalogue, paper: PaperId): string | null {
  const found = Object.values(flows).find(({ flow }) => {
    const steps = Object.values(flow.steps)
    return steps.some(isFileStep) && steps.some((step) => cellOf(step)?.startsWith(`${paper}.`))
  })
  return found?.id ?? null
}

/** How the form reads each field that a paper may have a cell for. */
export function fieldsOf({ flows }: Catalogue, form: string): Record<string, FieldKind> {
  const steps = Object.entries(flows[form]?.flow.steps ?? {})
  return Object.fromEntries(
    steps.flatMap(([field, step]) =>
      step.kind === 'ask'
        ? [[field, { kind: step.answer, ...(step.choices && { choices: step.choices }) }]]
        : [],
    ),
  )
}

/** The step of a form that asks for its attachment. */
export const fileField = ({ flows }: Catalogue, form: string): string | undefined =>
  Object.entries(flows[form]?.flow.steps ?? {}).find(([, step]) => isFileStep(step))?.[0]

export const cellOf = (step: Step | undefined): string | undefined =>
  step?.kind === 'ask' ? step.cell : undefined

export const isFileStep = (step: Step): boolean => step.kind === 'ask' && step.answer === 'file'

/** Whether reading a file that comes now may spare somebody a question. */
export function readingServes(catalogue: Catalogue, { stack }: State): boolean {
  const frame = stack.at(-1)
  const steps = Object.entries((frame && catalogue.flows[frame.flow]?.flow.steps) ?? {})
  const cells = steps.filter(([, step]) => cellOf(step) !== undefined)
  const isForm = steps.some(([, step]) => isFileStep(step))
  return !isForm || cells.some(([field]) => frame!.answers[field] === undefined)
}
