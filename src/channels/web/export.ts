import type { Store } from '../../store/store.ts'
import { type Message, messagesOf, type StateView } from './view.ts'

/** What the export is called where it is a file. */
export const exportName = '我的数据.json'

/** Everything that is held about a person in one conversation, and in those joined to it, to take along. */
export async function exportOf(
  store: Store,
  conversation: string,
  messages: readonly Message[],
  state: StateView,
) {
  const last = await store.turnAt(conversation)
  const { person, consentedOn, others, dossiers, advice, stack, certificate } = last!.state
  const joined = await store.joinedTo(conversation)
  const addresses = await store.addressesOf(conversation)
  return {
    exportedFor: conversation,
    consentedOn,
    person,
    others,
    advice,
    ...(certificate && { certificate }),
    forms: stack.map(({ flow, answers }) => ({ flow, answers })),
    applications: dossiers.map(({ serial, flow, answers, status }) => ({
      ...{ serial, flow, answers, status },
    })),
    addresses: addresses.map(({ address, contact }) => ({
      ...{ channel: address.channel, account: address.account, person: address.person },
      lastHeard: contact.heardAt.toISOString(),
    })),
    state,
    messages,
    joined: await Promise.all(
      joined.map(async (one) => ({ conversation: one, messages: await messagesIn(store, one) })),
    ),
  }
}

async function messagesIn(store: Store, conversation: string): Promise<Message[]> {
  const turns = await store.turns(conversation, 0)
  return turns.flatMap((turn) => messagesOf(conversation, turn))
}
