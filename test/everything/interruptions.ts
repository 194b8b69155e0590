import type { Happening } from '../../src/conversation/event.ts'
import { flows, type Standing, stepOf, topOf } from './conversation.ts'

/** The repair commands, in a person's words and as choices. */
const spoken = [
  ...['帮助', '上一步', '撤销', '恢复', '修改手机号', '跳过', '再说一遍', '为什么', '在哪', '检查'],
  ...['暂停', '继续', '取消', '重新开始', '转人工', '查进度', '我要修改', '返回上一步吧', '?'],
]
const chosen = [
  ...[
    'help',
    'back',
    'undo',
    'redo',
    'change',
    'skip',
    'repeat',
    'why',
    'where',
    'review',
    'pause',
  ],
  ...['resume', 'cancel', 'restart', 'handoff', 'progress', 'mend', 'keep', 'confirm', 'agree'],
  ...['change:mobile', 'change:idNumber', 'reading:0', 'mend:0', 'constructor', '__proto__', ''],
]

/** Questions, small talk and noise. */
const asides = [
  ...[
    '什么是联系函',
    '要多久',
    '在外地的社保要不要转',
    '你好',
    '谢谢',
    '等一下我找找',
    '好的',
    '不知道',
  ],
  ...['呵呵', '😀', '？？？', '…', '   ', 'asdf', '张先生', '{{name}}', '<b>x</b>', '确定', '不'],
]

const status: Happening = {
  kind: 'statusChanged',
  status: {
    ...{ serial: '2026010100000001', business: 'pension-in', stage: 'accepted', documents: [] },
    ...{ submittedAt: '2026-01-01T09:00:00+08:00', handling: '处理中', feedback: '受理成功' },
  },
}

const fromOutside: Happening[] = [
  { kind: 'opened' },
  { kind: 'sent', file: { id: 'f', name: 'x.exe', type: '', bytes: 9, problem: 'type' } },
  { kind: 'sent', file: { id: '', name: 'x.pdf', type: '', bytes: 0, problem: 'empty' } },
  { kind: 'due', about: 'submitted', serial: '2026010100000001' },
  status,
  { kind: 'received', key: 'web:everything/0/0', serial: '1', receivedAt: '2026-01-01' },
  { kind: 'refused', key: 'web:everything/0/0', reason: '重复申报' },
  { kind: 'clerkSaid', text: '您好', clerk: '王芳' },
]

/** Words that answer a question which can be answered by yes or no, or by naming a choice. */
const consents = ['好的', '确定', '不', '不知道']

/** Whatever may come in between at any step of any flow, and is no answer to its question. */
export function interruptions(standing: Standing): Happening[] {
  const step = stepOf(standing)
  const offered = step && 'choices' in step && step.choices ? Object.keys(step.choices) : []
  const closed = offered.length > 0 || (step?.kind === 'ask' && step.answer === 'yesNo')
  const fields = topOf(standing)?.path ?? []
  const others = flows.filter(({ flow }) => flow !== topOf(standing)?.flow)
  const answers = [
    ...offered,
    ...(closed ? consents : []),
    ...(step?.kind === 'ask' && step.optional ? ['跳过', 'skip'] : []),
    ...(step?.kind === 'ask' && step.answer === 'contactPerson' ? ['张先生'] : []),
  ]
  const choices = [...chosen, ...others.map(({ flow }) => flow)].filter(
    (value) => !answers.includes(value),
  )
  const texts = [...spoken, ...asides].filter((text) => !answers.includes(text))
  return [
    ...texts.map((text): Happening => ({ kind: 'said', text })),
    ...choices.map((value): Happening => ({ kind: 'chose', value })),
    ...fields.map((field): Happening => ({ kind: 'chose', value: `change:${field}` })),
    ...fromOutside,
  ]
}
