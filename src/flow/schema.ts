import * as v from 'valibot'

const Text = v.pipe(v.string('这里要写一句话'), v.trim(), v.minLength(1, '这里不能空着'))
const StepId = v.pipe(
  v.string('这里要写步骤名'),
  v.regex(/^[a-z][A-Za-z0-9]*$/, '步骤名用小写字母开头的英文，如 insuredPeriod'),
)
const FlowId = v.pipe(
  v.string('这里要写流程名'),
  v.regex(/^[a-z][a-z0-9-]*$/, '流程名用小写英文和连字符，如 pension-in'),
)
const Value = v.union([v.string(), v.number(), v.boolean()], '这里要写一个值')
const Choices = v.pipe(
  v.record(v.string(), Text, '选项要写成“值: 文字”'),
  v.check((choices) => Object.keys(choices).length > 0, '至少要有一个选项'),
)

/** What must be true of the answers: data, never code. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly [field: string]: FieldTest }
/** What a field is compared with. */
export type FieldTest =
  | string
  | number
  | boolean
  | { readonly in: readonly (string | number | boolean)[] }

const Condition: v.GenericSchema<Condition> = v.lazy(() =>
  v.union(
    [
      v.strictObject({ all: v.array(Condition) }),
      v.strictObject({ any: v.array(Condition) }),
      v.strictObject({ not: Condition }),
      v.record(StepId, v.union([Value, v.strictObject({ in: v.array(Value) })])),
    ],
    '条件要写成“字段: 值”，或用 in、not、all、any',
  ),
)

const Next = v.union(
  [
    StepId,
    v.pipe(
      v.array(v.strictObject({ when: v.optional(Condition), go: StepId })),
      v.minLength(1, '至少要有一个去处'),
    ),
  ],
  'next 要写步骤名，或一列 { when, go }',
)

const words = { say: v.optional(Text), template: v.optional(Text) }
/** What a step does besides speaking: calls a clerk, hands the person's data over, erases it. */
const effect = v.optional(
  v.picklist(['handoff', 'export', 'erase'], 'effect 要写 handoff、export 或 erase'),
)
const Checks = v.optional(v.array(v.string()))

/** Asks for one value. The step has the name of the field that it fills. */
const Ask = v.strictObject({
  kind: v.literal('ask'),
  ...words,
  answer: v.string('要写 answer：这一项的类型'),
  choices: v.optional(Choices),
  example: v.optional(Text),
  help: v.optional(Text),
  why: v.optional(Text),
  /** The cell of the paper certificate, such as `pension.insuredPeriod`. */
  cell: v.optional(Text),
  check: Checks,
  /** For places: how fine it must be; what is wider is narrowed down in a second question. */
  level: v.optional(v.literal('county', 'level 只能写 county')),
  optional: v.optional(v.boolean()),
  next: Next,
})

/** Says something and goes on. */
const Say = v.strictObject({ kind: v.literal('say'), ...words, effect, next: Next })

/** Goes one way or another: by the answers, or by a rule of the law that names an outcome. */
const Decide = v.strictObject({
  kind: v.literal('decide'),
  rule: v.optional(v.string()),
  outcomes: v.optional(v.record(v.string(), StepId)),
  next: v.optional(Next),
})

/** Asks for a decision that is never replayed: consent, the review, a page of a walk-through. */
const Confirm = v.strictObject({
  kind: v.literal('confirm'),
  ...words,
  choices: Choices,
  /** A mere choice of ways, kept when the answers are changed: no consent, nothing that binds. */
  remember: v.optional(v.boolean()),
  /** The words that must be typed out for a choice that cannot be taken back: value → words. */
  typed: v.optional(v.record(v.string(), Text)),
  why: v.optional(Text),
  help: v.optional(Text),
  next: v.record(v.string(), StepId),
})

/** Files the application with the agency; goes on when the receipt, or a refusal, has come back. */
const Submit = v.strictObject({
  kind: v.literal('submit'),
  route: v.picklist(['platform', 'national', 'alipay'], 'route 要写 platform、national 或 alipay'),
  next: v.strictObject({ received: StepId, refused: StepId }),
})

/** Asks the agency for an application by the answers `serial` and `idNumber`; both have to fit. */
const LookUp = v.strictObject({
  kind: v.literal('lookUp'),
  next: v.strictObject({ found: StepId, unknown: StepId }),
})

/** Waits for an event from outside. */
const Wait = v.strictObject({
  kind: v.literal('wait'),
  ...words,
  until: v.record(v.string(), StepId),
})

/** Puts another flow on top; goes on when that one has ended. */
const Call = v.strictObject({ kind: v.literal('call'), flow: FlowId, next: StepId })

/** Ends the flow, with choices of what could come next: flows and commands. */
const End = v.strictObject({
  kind: v.literal('end'),
  ...words,
  effect,
  why: v.optional(Text),
  choices: v.optional(Choices),
})

const kindMessage = 'kind 要写 ask、say、decide、confirm、submit、lookUp、wait、call 或 end'
export const Step = v.variant(
  'kind',
  [Ask, Say, Decide, Confirm, Submit, LookUp, Wait, Call, End],
  kindMessage,
)

/** One guided service, as operators write it in `flows/*.yaml`. */
export const Flow = v.strictObject({
  flow: FlowId,
  title: Text,
  /** How the menu names it; without one it is not on the menu. */
  menu: v.optional(Text),
  /** What people say when they want this; adds to the wishes that are known already. */
  wishes: v.optional(v.array(Text)),
  start: StepId,
  steps: v.record(StepId, Step),
  /** Steps that were called otherwise: old name → new name; open conversations are carried over. */
  renamed: v.optional(v.record(StepId, StepId)),
})

export type Flow = v.InferOutput<typeof Flow>
export type Step = v.InferOutput<typeof Step>
export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>
export type Next = v.InferOutput<typeof Next>
