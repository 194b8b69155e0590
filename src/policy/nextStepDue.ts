import type { Stage } from '../backend/backend.ts'
import { medicalDeadlines } from './medicalTransfer.ts'
import { procedureDeadlines } from './procedureDeadlines.ts'
import { addWorkingDays, type DueDay } from './workingDays.ts'

/** Where an application stands, and since when. Days are `YYYY-MM-DD`. */
export type Standing = { business: string; stage: Stage; appliedOn: string; since: string }

/**
 * By when the agency has to have taken its next step, at the latest; null where no text sets a limit
 * (a certificate to leave with) or where nothing is to come. Pension: 15 working days from the
 * application to the contact letter, then 15 from each paper to the next. Medical: 10 working days
 * from acceptance for the old place, then 5 for the new one.
 *
 * 国办发〔2009〕66号 第八条; 医保办发〔2021〕43号
 */
export function nextStepDue({ business, stage, appliedOn, since }: Standing): DueDay | null {
  if (business === 'medical-in') return medicalStepDue(stage, since)
  if (!pensionTransfers.includes(business)) return null
  const [contactLetter] = procedureDeadlines(appliedOn).conclusion
  const [fromHere] = procedureDeadlines(since).conclusion
  switch (stage) {
    case 'submitted':
    case 'accepted':
      return contactLetter!.by
    case 'contactLetterSent':
    case 'informationFormReceived':
    case 'fundsReceived':
      return fromHere!.by
    default:
      return null
  }
}

const pensionTransfers: readonly string[] = ['pension-in', 'national-platform', 'alipay']

function medicalStepDue(stage: Stage, since: string): DueDay | null {
  switch (stage) {
    case 'accepted':
    case 'contactLetterSent':
      return medicalDeadlines(since).conclusion.origin
    case 'informationFormReceived':
    case 'fundsReceived':
      return addWorkingDays(since, 5)
    default:
      return null
  }
}
