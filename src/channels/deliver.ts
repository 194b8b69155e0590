import type { Render } from '../assets/render.ts'
import type { Catalogue } from '../conversation/catalogue.ts'
import { originIn } from '../conversation/event.ts'
import type { State } from '../conversation/state.ts'
import type { Deliver } from '../outbox/outbox.ts'
import { lastAttempt, waitAfter } from '../outbox/patience.ts'
import type { Reached } from '../store/addresses.ts'
import { type Due, indexOf } from '../store/delivery.ts'
import type { Store } from '../store/store.ts'
import type { Channel, Parcel } from './channel.ts'
import { parcelsOf } from './parcels.ts'
import { type Bundle, plan, sayingOf } from './plan.ts'
import type { Post, Posted } from './post.ts'
import { type Load, write } from './write.ts'

type Dependencies = {
  store: Store
  channels: readonly Channel[]
  post: Post
  load: Load
  catalogue: () => Catalogue
  /** Where a conversation stands; null where there is none any more. */
  stateOf: (conversation: string) => Promise<State | null>
  clock: () => Date
}

/** Somebody's address on a channel that is there, and how many messages it still takes. */
type Leg = { reached: Reached; channel: Channel; left: () => number }

/** A parcel and where it goes. */
type Step = { leg: Leg; parcel: Parcel; id: string }

/** What becomes of a bundle. */
type Fate =
  | { kind: 'done' }
  /** `inPart`: some of it went out already. */
  | { kind: 'held'; noticed: boolean; inPart: boolean }
  | { kind: 'dead'; reason: string }
  /** `unsent`: nothing of it can have gone out. */
  | { kind: 'later'; milliseconds: number; failed: boolean; unsent: boolean }

/** A conversation's share of one pass is no longer than this, milliseconds: its claims would run out. */
const longest = 60_000

/** Brings what is said to the person, wherever they wrote last, within what each channel lets through. */
export function createDeliver(dependencies: Dependencies): Deliver {
  const { store, channels, post, load, catalogue, stateOf, clock } = dependencies
  const render: Render = (template, data) => catalogue().render(template, data)

  return async function deliver(conversation, says) {
    const began = clock().getTime()
    const legs = (await store.addressesOf(conversation)).flatMap(legTo)
    const [first] = legs
    if (!first) return store.bury(idsOf(says), 'noAddress')
    const state = await stateOf(conversation)
    const sparing = isCounted(first)
    const all = sparing ? await withHeld(conversation, says) : says
    const { bundles, dropped } = plan(all, state?.pushes ?? 'on', sparing)
    if (dropped.length > 0) await store.settle(idsOf(dropped), clock().toISOString())
    for (const [index, bundle] of bundles.entries()) {
      const late = clock().getTime() - began > longest
      const fate: Fate = late
        ? { kind: 'later', milliseconds: 0, failed: false, unsent: false }
        : await send(bundle, legsOf(bundle, legs))
      await note(bundle, fate)
      if (fate.kind === 'held') await releaseIfHeard(conversation, legs)
      if (fate.kind !== 'later') continue
      const rest = bundles.slice(index + 1).flatMap(({ rows }) => rows)
      return store.putOff(idsOf(rest), after(fate.milliseconds), false)
    }
  }

  /** The person wrote while something was put to be held for them. */
  async function releaseIfHeard(conversation: string, legs: readonly Leg[]): Promise<void> {
    const newest = Math.max(...legs.map(({ reached }) => reached.contact.heardAt.getTime()))
    const now = await store.addressesOf(conversation)
    if (now.some(({ contact }) => contact.heardAt.getTime() > newest)) {
      await store.release(conversation, clock().toISOString())
    }
  }

  function legTo(reached: Reached): Leg[] {
    const channel = channels.find(({ name }) => name === reached.address.channel)
    if (!channel) return []
    const left = () => Math.max(0, channel.allowance(reached.contact, clock()))
    return [{ reached, channel, left }]
  }

  /** Where messages are counted, an update may take along those that are held. */
  async function withHeld(conversation: string, says: readonly Due[]): Promise<readonly Due[]> {
    if (!says.some((due) => sayingOf(due).notice)) return says
    const now = clock().toISOString()
    const held = await store.claimHeld(conversation, now, after(2 * longest))
    return [...held, ...says].sort(
      (a, b) => placeOf(a) - placeOf(b) || indexOf(a.id) - indexOf(b.id),
    )
  }

  /** An answer goes to where it was asked for, news to where the person wrote last. */
  function legsOf({ rows }: Bundle, legs: readonly Leg[]): readonly Leg[] {
    const last = rows.at(-1)!
    if (sayingOf(last).everywhere) return legs
    const chat = originIn(last.eventId ?? '')?.chat
    return [legs.find(({ reached }) => reached.hash === chat) ?? legs[0]!]
  }

  /** Sends what of a bundle has not gone out yet, as far as it may. */
  async function send(bundle: Bundle, legs: readonly Leg[]): Promise<Fate> {
    const [first, ...others] = legs as [Leg, ...Leg[]]
    const row = bundle.rows.at(-1)!
    const inOne = isCounted(first) || (bundle.kind === 'update' && bundle.rows.length > 1)
    const mayMerge = bundle.kind === 'update' || isCounted(first)
    const written = await write(bundle, load, render).catch(() => null)
    if (!written) return failed(row)
    const steps = legs.flatMap((leg) =>
      parcelsOf(written, leg.channel.manners, render, inOne).map((parcel) => ({ leg, parcel })),
    )
    const numbered = steps.map((step, index): Step => ({ ...step, id: `${row.id}/${index}` }))
    const open = numbered.slice(row.parcels)
    const needed = open.filter(({ leg }) => leg === first).length
    const may = mayBeSent(bundle, needed, first.left())
    if (may === 'dropped') return { kind: 'done' }
    if (may === 0 && needed > 0) return shut(bundle, first, row.parcels > 0)
    if (mayMerge && row.mergedInto === null) await store.bind(idsOf(bundle.rows), row.id)
    for (const [index, step] of open.entries()) {
      const inPart = row.parcels + index > 0
      if (step.leg === first && index >= may) return shut(bundle, first, inPart)
      const posted = await post(step.leg.channel, step.leg.reached.address, (signal) =>
        step.leg.channel.send(step.leg.reached.address, step.parcel, step.id, signal),
      )
      if (posted.kind === 'sent') {
        step.leg.reached.contact.sentSince++
        await store.noteSent(row.id, row.parcels + index + 1, step.leg.reached.hash)
      } else if (!others.includes(step.leg)) {
        return fateOf(posted, bundle, first, inPart)
      }
    }
    return { kind: 'done' }
  }

  /** Nothing more gets through until the person writes: a notice, where there is a way for one. */
  async function shut(bundle: Bundle, leg: Leg, inPart: boolean): Promise<Fate> {
    const { channel, reached } = leg
    const held: Fate = { kind: 'held', noticed: false, inPart }
    const row = bundle.rows.findLast((one) => sayingOf(one).notice)
    if (!row || !channel.notify) return held
    if (row.noticed) return { ...held, noticed: true }
    const { serial, title, text } = sayingOf(row).notice!
    const notice = { serial, title, text, at: row.at }
    const posted = await post(channel, reached.address, (signal) =>
      channel.notify!(reached.address, notice, `${row.id}/notice`, signal),
    )
    if (posted.kind === 'sent') return { ...held, noticed: true }
    if (posted.kind === 'closed') return held
    const fate = await fateOf(posted, bundle, leg, inPart)
    return fate.kind === 'dead' && posted.kind === 'failed' ? held : fate
  }

  async function fateOf(posted: Posted, bundle: Bundle, leg: Leg, inPart: boolean): Promise<Fate> {
    switch (posted.kind) {
      case 'sent':
        return { kind: 'done' }
      case 'closed':
        return shut(bundle, leg, inPart)
      case 'unreachable':
        return { kind: 'dead', reason: posted.reason }
      case 'later':
        return { ...posted, failed: false, unsent: !inPart }
      case 'failed':
        return failed(bundle.rows.at(-1)!)
    }
  }

  function failed({ attempts }: Due): Fate {
    if (attempts + 1 >= lastAttempt.say) return { kind: 'dead', reason: 'failed' }
    return { kind: 'later', milliseconds: waitAfter(attempts), failed: true, unsent: false }
  }

  async function note({ rows }: Bundle, fate: Fate): Promise<void> {
    const ids = idsOf(rows)
    switch (fate.kind) {
      case 'done':
        return store.settle(ids, clock().toISOString())
      case 'held':
        return store.hold(ids, fate.noticed ? 'noticed' : 'closed', fate.inPart)
      case 'dead':
        return store.bury(ids, fate.reason)
      case 'later': {
        const dueAt = after(fate.milliseconds)
        await store.putOff(ids, dueAt, fate.unsent)
        if (fate.failed) await store.postpone(ids.at(-1)!, dueAt, 'failed')
      }
    }
  }

  function after(milliseconds: number): string {
    return new Date(clock().getTime() + milliseconds).toISOString()
  }
}

/**
 * How many of the parcels may go while `left` messages are let through. News leaves the last one for
 * what decides; that takes it, and the question that would be said again is dropped rather.
 */
export function mayBeSent(
  { rows, kind }: Bundle,
  needed: number,
  left: number,
): number | 'dropped' {
  if (kind === 'answer') return Math.min(needed, left)
  const isDecisive = rows.some((row) => sayingOf(row).notice?.decisive)
  const free = isDecisive ? left : left - 1
  if (kind === 'again') return needed <= free ? needed : 'dropped'
  if (isDecisive) return Math.min(needed, left)
  return needed <= free ? needed : 0
}

/** Whether the platform counts messages. */
const isCounted = ({ left }: Leg): boolean => Number.isFinite(left())

const idsOf = (rows: readonly Due[]): string[] => rows.map(({ id }) => id)

/** The turn of a saying, by its id: `conversation/seq/index`. */
const placeOf = ({ id }: Due): number => Number(id.split('/').at(-2))
