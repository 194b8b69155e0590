import { article } from './documents.ts'
import { type Ruling, rule } from './ruling.ts'
import { addWorkingDays, type DueDay } from './workingDays.ts'

/** The steps of a pension transfer that have a time limit, in their order. */
export type ProcedureStep = 'contactLetter' | 'informationForm' | 'completion'

/** One step: its limit in working days, and the last day for it if the step before began then. */
export type Deadline = { readonly step: ProcedureStep; readonly days: number; readonly by: DueDay }

const days = 15

/**
 * By when the agencies have to be done, at the latest: 15 working days each for the new place's
 * check and contact letter, the old place's form and money, and the new place's completion, each
 * counted from the end of the one before. Many places are quicker. For the person there is no
 * deadline at all.
 *
 * 国办发〔2009〕66号 第八条
 */
export function procedureDeadlines(appliedOn: string): Ruling<readonly Deadline[]> {
  const steps: readonly ProcedureStep[] = ['contactLetter', 'informationForm', 'completion']
  const deadlines = steps.map((step, index) => ({
    step,
    days,
    by: addWorkingDays(appliedOn, days * (index + 1)),
  }))
  return rule(deadlines, { appliedOn }, article('transfer', '第八条'))
}
