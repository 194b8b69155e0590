import type { Feedback, Handling, Stage } from '../backend/backend.ts'

/** What a clerk can do to an application, in the order in which it is done. */
export const actionNames = [
  'accept',
  'issue-contact-letter',
  'record-information-form',
  'record-funds',
  'issue-certificate',
  'complete',
  'refuse',
] as const

export type ActionName = (typeof actionNames)[number]

/** Where an action leads. */
export type Step = { stage: Stage; handling: Handling; feedback: Feedback }

type Procedure = Readonly<Partial<Record<ActionName, readonly Stage[]>>>

/** 国办发〔2009〕66号 第八条: accept, contact letter, information form and funds, tell the person. */
const transferIn: Procedure = {
  accept: ['submitted'],
  'issue-contact-letter': ['accepted'],
  'record-information-form': ['contactLetterSent'],
  'record-funds': ['informationFormReceived'],
  complete: ['fundsReceived'],
  refuse: [
    'submitted',
    'accepted',
    'contactLetterSent',
    'informationFormReceived',
    'fundsReceived',
  ],
}

/** Residents' medical insurance has no individual account, so there may be no funds to wait for. */
const medicalTransferIn: Procedure = {
  ...transferIn,
  complete: ['informationFormReceived', 'fundsReceived'],
}

const certificate: Procedure = {
  accept: ['submitted'],
  'issue-certificate': ['accepted'],
  complete: ['certificateIssued'],
  refuse: ['submitted', 'accepted'],
}

const anything: Procedure = {
  accept: ['submitted'],
  complete: ['accepted'],
  refuse: ['submitted', 'accepted'],
}

const procedures: Readonly<Record<string, Procedure>> = {
  'pension-in': transferIn,
  'national-platform': transferIn,
  alipay: transferIn,
  'medical-in': medicalTransferIn,
  'pension-out': certificate,
  'medical-out': certificate,
}

const inHand = { handling: '处理中', feedback: '受理成功' } as const

const steps: Readonly<Record<Exclude<ActionName, 'refuse'>, Step>> = {
  accept: { stage: 'accepted', ...inHand },
  'issue-contact-letter': { stage: 'contactLetterSent', ...inHand },
  'record-information-form': { stage: 'informationFormReceived', ...inHand },
  'record-funds': { stage: 'fundsReceived', ...inHand },
  'issue-certificate': { stage: 'certificateIssued', ...inHand },
  complete: { stage: 'completed', handling: '处理结束', feedback: '处理成功' },
}

/** Where `action` leads from `stage`, or null where the business's procedure does not allow it there. */
export function stepOf(action: ActionName, business: string, stage: Stage): Step | null {
  if (!procedureOf(business)[action]?.includes(stage)) return null
  if (action !== 'refuse') return steps[action]
  const feedback = stage === 'submitted' ? '受理失败' : '处理失败'
  return { stage: 'refused', handling: '处理结束', feedback }
}

/** Whether a business's procedure has this action at any stage. */
export function belongsTo(action: ActionName, business: string): boolean {
  return procedureOf(business)[action] !== undefined
}

/** The actions that an application at `stage` allows, in the order of the procedure. */
export function allowedActions(business: string, stage: Stage): readonly ActionName[] {
  return actionNames.filter((action) => stepOf(action, business, stage) !== null)
}

function procedureOf(business: string): Procedure {
  return Object.hasOwn(procedures, business) ? procedures[business]! : anything
}
