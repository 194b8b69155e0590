import type { Application } from '../../src/backend/backend.ts'
import type { Happening } from '../../src/conversation/event.ts'
import { happen, type Standing, stepOf, topOf } from './conversation.ts'
import { applicationsIn, serial, type Walk } from './walks.ts'

type Finished = { end: string; applications: readonly Application[] }

/** More turns than any walk needs to come back to itself. */
const patience = 60

/**
 * Goes on after an interruption as the person of the walk would: settles what the assistant asks
 * in between, then answers each question as on the walk, until the walk's end or where it was.
 */
export function finish(walk: Walk, before: Standing, after: Standing): Finished {
  const known = new Map(walk.moves.map((move) => [essence(move.before), move]))
  const plan = new Map(walk.moves.map(({ before, happening }) => [topOf(before)?.step, happening]))
  const passed = passedBefore(walk, before)
  const sent = [...passed, after]
  let now = after
  for (let turn = 0; turn < patience; turn++) {
    const joined = known.get(essence(now))
    if (joined) {
      const rest = walk.moves.slice(walk.moves.indexOf(joined) + 1).map((move) => move.before)
      return { end: walk.end, applications: applicationsIn([...sent, ...rest, walk.last]) }
    }
    const frame = topOf(now)
    if (frame?.flow === walk.flow && stepOf(now)?.kind === 'end') {
      return { end: frame.step, applications: applicationsIn(sent) }
    }
    const happening = next(now, walk, plan)
    now = happen(now, happening)
    sent.push(now)
  }
  return {
    end: `nowhere, standing at ${JSON.stringify([now.state.stack, now.state.aside])}`,
    applications: [],
  }
}

function passedBefore(walk: Walk, before: Standing): Standing[] {
  const index = walk.moves.findIndex((move) => move.before === before)
  return walk.moves.slice(0, index + 1).map((move) => move.before)
}

/** What the person of the walk does now. */
function next(
  now: Standing,
  walk: Walk,
  plan: ReadonlyMap<string | undefined, Happening>,
): Happening {
  const { aside, handoff } = now.state
  if (handoff === 'clerk') return { kind: 'clerkLeft' }
  if (aside) {
    switch (aside.kind) {
      case 'cancel': {
        const value = topOf(now)?.flow === walk.flow ? 'resume' : 'cancel'
        return { kind: 'chose', value }
      }
      case 'narrow':
        return { kind: 'said', text: '天津市宝坻区' }
      case 'reading':
        break
      case 'contradiction':
        return { kind: 'chose', value: 'keep' }
      case 'whichField':
        return { kind: 'chose', value: `change:${topOf(now)!.path.at(-1)}` }
      case 'choose':
        return { kind: 'chose', value: aside.choices[0]!.value }
    }
  }
  const frame = topOf(now)
  const step = stepOf(now)
  if (!frame || (step?.kind === 'end' && frame.flow !== walk.flow)) {
    return { kind: 'chose', value: walk.flow }
  }
  if (frame.flow !== walk.flow) return { kind: 'chose', value: 'cancel' }
  if (step?.kind === 'submit') {
    return {
      kind: 'received',
      key: frame.key ?? '',
      serial,
      receivedAt: '2026-11-23T09:00:00+08:00',
    }
  }
  const planned = plan.get(frame.step)
  if (!planned) throw new Error(`the walk does not know the step ${frame.step}`)
  return planned
}

/** Where a conversation stands, as far as it matters for what comes. */
function essence({ state }: Standing): string {
  const { stack, person, consentedOn, aside, handoff } = state
  const frames = stack.map(({ flow, step, answers, path, kept, key }) => [
    ...[flow, step, Object.entries(answers).sort(), path, kept, key !== undefined],
  ])
  return JSON.stringify([frames, Object.entries(person).sort(), consentedOn, aside, handoff])
}
