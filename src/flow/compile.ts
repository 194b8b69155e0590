import { assign, type initialTransition, setup, transition } from 'xstate'
import { type Answers, holds } from './condition.ts'
import { linksOf, reachable } from './links.ts'
import type { Condition, Flow, Next, Step, StepOf } from './schema.ts'
import { versionOf } from './version.ts'

/** What a rule of the law says about the answers given so far. */
export type Verdict = { outcome: string; facts: Readonly<Record<string, unknown>> }

/** A rule that flows may decide by. Pure; `today` is `YYYY-MM-DD`. */
export type Rule = (answers: Answers, today: string) => Verdict

/** What moves a flow on: an answer, a choice, or word from the agency. */
type FlowEvent = { type: string; answers: Answers; today: string }

/** Where a move led: the steps arrived at, in order; the last one waits. */
export type Move = { step: string; arrived: readonly string[] }

/** A flow that can be walked. */
export type CompiledFlow = {
  id: string
  flow: Flow
  /** Another one for other ways and questions. */
  version: string
  /** Whether a question can come again on the way, since a rule picks the next one. */
  loops: boolean
  /** Enters the flow at its start. */
  begin(answers: Answers, today: string): Move
  /** Leaves `step` by an event: `answered`, a choice's value, `received`, `refused`, `returned`. Null: it has no such way out. */
  leave(step: string, event: string, answers: Answers, today: string): Move | null
  /** How many questions can still follow a step, itself included, on the longest way; null where they can come again. */
  remaining(step: string): number | null
  /** The fields that can still be asked from a step on, itself included. */
  ahead(step: string): ReadonlySet<string>
  rule(step: string, answers: Answers, today: string): Verdict | null
}

/** Turns a flow into a state machine whose actions are only data: the steps that it arrives at. */
export function compile(flow: Flow, rules: Readonly<Record<string, Rule>>): CompiledFlow {
  const verdict = (step: Step, answers: Answers, today: string): Verdict | null => {
    const rule = step.kind === 'decide' && step.rule ? rules[step.rule] : undefined
    return rule ? rule(answers, today) : null
  }
  const machine = setup({
    types: { context: {} as { answers: Answers; today: string }, events: {} as FlowEvent },
    actions: {
      arrive: (_, _params: { step: string }) => {},
      keep: assign(({ event }) => ({ answers: event.answers, today: event.today })),
    },
    guards: {
      holds: ({ context, event }, { when }: { when: Condition }) =>
        holds(when, event.answers ?? context.answers),
      outcome: ({ context, event }, { step, outcome }: { step: string; outcome: string }) => {
        const { answers, today } = event.answers ? event : context
        return verdict(flow.steps[step]!, answers, today)?.outcome === outcome
      },
    },
  }).createMachine({
    id: flow.flow,
    initial: flow.start,
    context: { answers: {}, today: '' },
    states: Object.fromEntries(
      Object.entries(flow.steps).map(([id, step]) => [id, node(id, step)]),
    ),
    // The nodes are built from data, so xstate cannot infer their names.
  } as never)

  const moveOf = ([snapshot, actions]: ReturnType<typeof initialTransition<typeof machine>>) => ({
    step: String(snapshot.value),
    arrived: actions.flatMap(({ type, params }) =>
      type === 'arrive' ? [(params as { step: string }).step] : [],
    ),
  })
  /** Moves that no answer decides, and that are the same every time. */
  const plainMoves = new Map<string, Move>()
  const loops = asksAgain(flow)
  const ahead = new Map(Object.keys(flow.steps).map((id) => [id, asksFrom(flow, id)]))
  const remaining = loops ? null : longestWays(flow)

  return {
    id: flow.flow,
    flow,
    version: versionOf(flow),
    loops,
    begin(answers, today) {
      const start = machine.resolveState({ value: flow.start, context: { answers, today } })
      const first = flow.steps[flow.start]!
      if (first.kind !== 'say' && first.kind !== 'decide') {
        return { step: flow.start, arrived: [flow.start] }
      }
      const move = moveOf(transition(machine, start, { type: 'begin', answers, today }))
      return { step: move.step, arrived: [flow.start, ...move.arrived] }
    },
    leave(step, event, answers, today) {
      const way = `${step} ${event}`
      const known = plainMoves.get(way)
      if (known) return known
      const before = machine.resolveState({ value: step, context: { answers, today } })
      const [after, actions] = transition(machine, before, { type: event, answers, today })
      if (after === before) return null
      const move = moveOf([after, actions])
      if (isPlain(flow, step)) plainMoves.set(way, move)
      return move
    },
    remaining: (step) => remaining && (remaining.get(step) ?? 0),
    ahead: (step) => ahead.get(step) ?? new Set(),
    rule: (step, answers, today) => verdict(flow.steps[step]!, answers, today),
  }
}

function node(id: string, step: Step) {
  const entry = { type: 'arrive', params: { step: id } }
  const keep = { type: 'keep' }
  switch (step.kind) {
    case 'ask':
      return {
        entry,
        on: { answered: branches(step.next).map((way) => ({ ...way, actions: keep })) },
      }
    case 'say':
      return passThrough(entry, branches(step.next))
    case 'decide':
      return passThrough(entry, step.rule ? outcomes(id, step) : branches(step.next ?? []))
    case 'confirm':
      return { entry, on: targets(step.next) }
    case 'submit':
    case 'lookUp':
      return { entry, on: targets(step.next) }
    case 'wait':
      return { entry, on: targets(step.until) }
    case 'call':
      return { entry, on: { returned: { target: step.next, actions: keep } } }
    case 'end':
      return { entry }
  }
}

/** A step that nobody waits at. `begin` lets a walk start on one. */
const passThrough = (entry: object, ways: object[]) => ({
  entry,
  always: ways,
  on: { begin: ways },
})

/** Whether a step is a question that one way leads on from, whatever is answered, to a step that waits. */
function isPlain(flow: Flow, id: string): boolean {
  const step = flow.steps[id]
  if (step?.kind !== 'ask' || typeof step.next !== 'string') return false
  const after = flow.steps[step.next]
  return after?.kind !== 'say' && after?.kind !== 'decide'
}

const outcomes = (id: string, step: StepOf<'decide'>) =>
  Object.entries(step.outcomes ?? {}).map(([outcome, target]) => ({
    target,
    guard: { type: 'outcome', params: { step: id, outcome } },
  }))

const targets = (ways: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(ways).map(([event, target]) => [event, { target, actions: { type: 'keep' } }]),
  )

const branches = (next: Next) =>
  typeof next === 'string'
    ? [{ target: next }]
    : next.map(({ when, go }) => ({
        target: go,
        ...(when && { guard: { type: 'holds', params: { when } } }),
      }))

/** For each step the number of questions on the longest way from it, loops counted once. */
function longestWays(flow: Flow): Map<string, number> {
  const known = new Map<string, number>()
  const longest = (id: string, above: ReadonlySet<string>): number => {
    const done = known.get(id)
    if (done !== undefined) return done
    const step = flow.steps[id]
    if (!step || above.has(id)) return 0
    const below = new Set([...above, id])
    const ways = linksOf(id, step).map((link) => longest(link.to, below))
    return Math.max(0, ...ways) + (step.kind === 'ask' ? 1 : 0)
  }
  for (const id of Object.keys(flow.steps)) known.set(id, longest(id, new Set()))
  return known
}

const asksFrom = (flow: Flow, start: string): ReadonlySet<string> =>
  new Set([...reachable(flow, start)].filter((id) => flow.steps[id]?.kind === 'ask'))

/** Whether a question can come again on the way: then “how many are left” has no answer. */
const asksAgain = (flow: Flow): boolean =>
  Object.entries(flow.steps).some(
    ([id, step]) =>
      step.kind === 'ask' && linksOf(id, step).some(({ to }) => reachable(flow, to).has(id)),
  )
