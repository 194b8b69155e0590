import { nextStepDue } from '../policy/nextStepDue.ts'
import type { DueDay } from '../policy/workingDays.ts'
import type { Dossier } from './state.ts'

/** By when the agency's next step is due, in words; empty where no limit is known. */
export function dueOf({ flow, status, since }: Dossier): string {
  const appliedOn = status.submittedAt.slice(0, 10)
  const due = nextStepDue({ business: flow, stage: status.stage, appliedOn, since })
  return due ? inWords(due) : ''
}

/** A day reckoned past the published holidays is only about right. */
const inWords = ({ date, certain }: DueDay): string => `${certain ? '' : '约'}${inChinese(date)}`

/** `2026-12-07` as 2026年12月7日. */
export function inChinese(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
