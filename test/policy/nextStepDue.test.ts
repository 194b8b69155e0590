import { describe, expect, test } from 'vitest'
import { nextStepDue } from '../../src/policy/nextStepDue.ts'

const appliedOn = '2026-08-03'
const since = '2026-08-10'

describe('by when the agency has to have taken its next step', () => {
  test.each([
    ['pension-in', 'submitted', '2026-08-24'],
    ['pension-in', 'accepted', '2026-08-24'],
    ['pension-in', 'contactLetterSent', '2026-08-31'],
    ['national-platform', 'informationFormReceived', '2026-08-31'],
    ['alipay', 'fundsReceived', '2026-08-31'],
    ['medical-in', 'accepted', '2026-08-24'],
    ['medical-in', 'informationFormReceived', '2026-08-17'],
  ] as const)('%s, %s: %s', (business, stage, due) => {
    expect(nextStepDue({ business, stage, appliedOn, since })?.date).toBe(due)
  })

  test.each([
    ['pension-in', 'completed'],
    ['pension-in', 'refused'],
    ['medical-in', 'submitted'],
    ['pension-out', 'accepted'],
    ['medical-out', 'certificateIssued'],
  ] as const)('%s, %s: no limit is known', (business, stage) => {
    expect(nextStepDue({ business, stage, appliedOn, since })).toBeNull()
  })
})
