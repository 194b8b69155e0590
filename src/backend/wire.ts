import * as v from 'valibot'

const attachment = v.object({
  id: v.string(),
  name: v.string(),
  type: v.string(),
  bytes: v.number(),
})

/** What a gateway answers to a submission, and to `?key=`. */
export const receiptShape = v.object({ serial: v.string(), receivedAt: v.string() })

/** A status as it travels. */
export const statusShape = v.object({
  serial: v.string(),
  business: v.string(),
  submittedAt: v.string(),
  handling: v.picklist(['处理中', '处理结束']),
  feedback: v.nullable(v.picklist(['受理成功', '受理失败', '处理成功', '处理失败'])),
  stage: v.picklist([
    'submitted',
    'accepted',
    'refused',
    'contactLetterSent',
    'informationFormReceived',
    'fundsReceived',
    'certificateIssued',
    'completed',
  ]),
  reason: v.exactOptional(v.string()),
  field: v.exactOptional(v.string()),
  explanation: v.exactOptional(v.string()),
  documents: v.array(attachment),
})

/** One change of status as it travels. */
export const changeShape = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  at: v.string(),
  status: statusShape,
})

/** What a gateway answers to `changes?after=`. */
export const changesShape = v.object({
  changes: v.array(changeShape),
  cursor: v.nullable(v.string()),
})

/** Why a gateway refused. */
export const errorShape = v.object({
  error: v.object({
    code: v.string(),
    message: v.string(),
    field: v.exactOptional(v.string()),
  }),
})
