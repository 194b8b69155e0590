import { expect, test } from 'vitest'
import type { Stage } from '../../src/backend/backend.ts'
import { actionNames, allowedActions, stepOf } from '../../src/desk/stages.ts'

const stages: readonly Stage[] = [
  'submitted',
  'accepted',
  'contactLetterSent',
  'informationFormReceived',
  'fundsReceived',
  'certificateIssued',
  'refused',
  'completed',
]

/** business: action: stage → what follows. What is not written here is not allowed. */
const transferIn = {
  accept: { submitted: 'accepted 处理中 受理成功' },
  'issue-contact-letter': { accepted: 'contactLetterSent 处理中 受理成功' },
  'record-information-form': { contactLetterSent: 'informationFormReceived 处理中 受理成功' },
  'record-funds': { informationFormReceived: 'fundsReceived 处理中 受理成功' },
  complete: { fundsReceived: 'completed 处理结束 处理成功' },
  refuse: {
    submitted: 'refused 处理结束 受理失败',
    accepted: 'refused 处理结束 处理失败',
    contactLetterSent: 'refused 处理结束 处理失败',
    informationFormReceived: 'refused 处理结束 处理失败',
    fundsReceived: 'refused 处理结束 处理失败',
  },
}

const certificate = {
  accept: { submitted: 'accepted 处理中 受理成功' },
  'issue-certificate': { accepted: 'certificateIssued 处理中 受理成功' },
  complete: { certificateIssued: 'completed 处理结束 处理成功' },
  refuse: {
    submitted: 'refused 处理结束 受理失败',
    accepted: 'refused 处理结束 处理失败',
  },
}

const procedures: Record<string, Record<string, Record<string, string>>> = {
  'pension-in': transferIn,
  'national-platform': transferIn,
  alipay: transferIn,
  'medical-in': {
    ...transferIn,
    complete: {
      informationFormReceived: 'completed 处理结束 处理成功',
      fundsReceived: 'completed 处理结束 处理成功',
    },
  },
  'pension-out': certificate,
  'medical-out': certificate,
}

const cases = Object.keys(procedures).flatMap((business) =>
  stages.flatMap((stage) => actionNames.map((action) => ({ business, stage, action }))),
)

test.each(cases)('$business: $action at $stage', ({ business, stage, action }) => {
  const step = stepOf(action, business, stage)
  const written = step && `${step.stage} ${step.handling} ${step.feedback}`
  expect(written).toBe(procedures[business]?.[action]?.[stage] ?? null)
})

test('a refused or completed application allows nothing more', () => {
  for (const business of Object.keys(procedures))
    for (const stage of ['refused', 'completed'] as const)
      expect(allowedActions(business, stage)).toEqual([])
})
