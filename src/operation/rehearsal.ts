import type { Catalogue } from '../conversation/catalogue.ts'
import { type Moved, rehearse } from '../conversation/newFlows.ts'
import type { State } from '../conversation/state.ts'
import type { Store } from '../store/store.ts'

/** What new flows would mean for the open conversations of a database. */
export type Rehearsal = {
  /** Conversations with an errand under way. */
  open: number
  untouched: number
  /** By `flow/step`: how many would be asked something there, or asked it again. */
  askedAgain: Readonly<Record<string, number>>
  /** By flow: how many errands have no flow any more. */
  gone: Readonly<Record<string, number>>
  /** Conversations that could not go on, with the mistake that stops them. */
  stuck: readonly { conversation: string; because: string }[]
}

const atOnce = 200

/** Plays every open conversation on the flows of a catalogue. Changes nothing. */
export async function rehearseAll(
  store: Pick<Store, 'lastTurns' | 'turnAt'>,
  catalogue: Catalogue,
  today: string,
): Promise<Rehearsal> {
  let [open, untouched, after] = [0, 0, '']
  const askedAgain: Record<string, number> = {}
  const gone: Record<string, number> = {}
  const stuck: { conversation: string; because: string }[] = []

  const count = (moved: readonly Moved[]) => {
    const changed = moved.filter(({ kind }) => kind !== 'untouched')
    if (changed.length === 0) untouched++
    for (const one of changed) {
      if (one.kind === 'askedAgain') {
        const place = `${one.flow}/${one.step}`
        askedAgain[place] = (askedAgain[place] ?? 0) + 1
      } else if (one.kind === 'gone') gone[one.flow] = (gone[one.flow] ?? 0) + 1
    }
  }

  for (;;) {
    const page = await store.lastTurns(after, atOnce)
    for (const { conversation } of page) {
      const last = await store.turnAt(conversation)
      if (!last || !isOpen(last.state, catalogue)) continue
      open++
      try {
        count(rehearse(catalogue, last.state, today))
      } catch (error) {
        stuck.push({ conversation, because: (error as Error).message })
      }
    }
    if (page.length < atOnce) return { open, untouched, askedAgain, gone, stuck }
    after = page.at(-1)!.conversation
  }
}

/** Whether an errand is under way; one whose step is not there any more counts too. */
const isOpen = ({ stack }: State, { flows }: Catalogue): boolean =>
  stack.some(({ flow, step }) => flows[flow]?.flow.steps[step]?.kind !== 'end')

/** The rehearsal in words, for whoever is about to deploy. */
export function describeRehearsal({ open, untouched, askedAgain, gone, stuck }: Rehearsal): string {
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([place, count]) => `  ${count}  ${place}`)
  return [
    `${open} open conversations: ${untouched} untouched`,
    ...heading('asked something new, or again', list(askedAgain)),
    ...heading('errands whose flow is gone', list(gone)),
    ...heading(
      'STUCK',
      stuck.map(({ conversation, because }) => `  ${conversation}  ${because}`),
    ),
  ].join('\n')
}

const heading = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [title, ...lines] : []
