import type { Effect } from '../conversation/effect.ts'
import { type Event, originOf } from '../conversation/event.ts'
import type { State } from '../conversation/state.ts'
import { channelName } from './channel.ts'

/** The channels whose clients read what was said from the record. */
const pulled: ReadonlySet<string> = new Set(['web', 'rest'])

/**
 * Whether an effect needs no sending: an answer to somebody who reads the record, or news for somebody
 * who has no other way.
 */
export function isDelivered(
  conversation: string,
  effect: Effect,
  event: Event,
  { joined = [] }: State,
): boolean {
  if (effect.kind !== 'say') return false
  const origin = originOf(event)
  if (origin && !effect.saying.everywhere) return pulled.has(origin.channel)
  return [conversation, ...joined].every((one) => pulled.has(channelName(one)))
}
