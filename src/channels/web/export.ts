import type { Store } from '../../store/store.ts'
import type { Message, StateView } from './view.ts'

/** Everything that is held about a person in one chat, as the person may take it along. */
export async function exportOf(
  store: Store,
  conversation: string,
  messages: readonly Message[],
  state: StateView,
) {
  const last = await store.turnAt(conversation)
  const { person, consentedOn, others, dossiers, advice, stack, certificate } = last!.state
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
    state,
    messages,
  }
}
