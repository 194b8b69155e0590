import { type Case, statusOf } from './case.ts'
import { businessLabels } from './words.ts'
import { maskName, maskNumber } from './writeField.ts'

/** One line of the query's table; who it is about is masked. */
export type Row = ReturnType<typeof rowOf>

/** A case as a line of the query's table, personal data masked. */
export function rowOf(held: Case) {
  const { reason = null, explanation = null, ...status } = statusOf(held)
  const { name, idNumber } = held.application.fields
  return {
    serial: status.serial,
    idNumber: typeof idNumber === 'string' ? maskNumber(idNumber) : '',
    name: typeof name === 'string' ? maskName(name) : '',
    submittedAt: status.submittedAt,
    business: status.business,
    businessName: labelOfBusiness(status.business).label,
    insurance: labelOfBusiness(status.business).insurance,
    handling: status.handling,
    feedback: status.feedback,
    stage: status.stage,
    reason,
    explanation,
  }
}

/** A business's name and 险种; its own id where it is not one of the known ones. */
export function labelOfBusiness(business: string): { label: string; insurance: string } {
  return Object.hasOwn(businessLabels, business)
    ? businessLabels[business]!
    : { label: business, insurance: '' }
}

/** A moment as the tables show it: `2019-12-20 10:07`. */
export function minuteOf(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}
