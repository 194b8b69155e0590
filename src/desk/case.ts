import type {
  Application,
  Attachment,
  Feedback,
  Handling,
  Stage,
  Status,
} from '../backend/backend.ts'
import type { Seal } from '../store/seal.ts'
import type { ApplicationTable } from '../store/tables.ts'

/** What clerks have decided and recorded about an application so far. */
export type Decision = {
  reason?: string
  field?: string
  explanation?: string
  paidMonths?: number
  /** Yuan. */
  accountBalance?: number
  /** Yuan. */
  amount?: number
  /** The certificate's cells, as the clerk filled them. */
  certificate?: Readonly<Record<string, unknown>>
  documents: readonly Attachment[]
}

/** One application as the agency holds it. */
export type Case = {
  serial: string
  business: string
  application: Application
  decision: Decision
  handling: Handling
  feedback: Feedback | null
  stage: Stage
  submittedAt: string
  updatedAt: string
}

/** Opens a row. */
export async function openCase(seal: Seal, row: ApplicationTable): Promise<Case> {
  const { serial, business, submittedAt, updatedAt } = row
  const [application, decision] = await Promise.all([
    seal.open(row.application, `application:${serial}`),
    seal.open(row.decision, `decision:${serial}`),
  ])
  return {
    serial,
    business,
    submittedAt,
    updatedAt,
    application: JSON.parse(application),
    decision: JSON.parse(decision),
    // Only this folder writes these columns, from the same types.
    handling: row.handling as Handling,
    feedback: row.feedback as Feedback | null,
    stage: row.stage as Stage,
  }
}

/** Where a case stands, in the words of the backend. */
export function statusOf(held: Case): Status {
  const { serial, business, submittedAt, handling, feedback, stage, decision } = held
  const { reason, field, explanation, documents } = decision
  return {
    serial,
    business,
    submittedAt,
    handling,
    feedback,
    stage,
    ...(reason !== undefined && { reason }),
    ...(field !== undefined && { field }),
    ...(explanation !== undefined && { explanation }),
    documents,
  }
}
