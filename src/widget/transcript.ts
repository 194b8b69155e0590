import type { Message } from './wire.ts'

/** Something the person said here that the server has not yet repeated with a place in the chat. */
export type Own = {
  /** Made here; the same on every attempt, so that the server takes it once. */
  id: string
  text: string
  choice?: string
  /** The message whose button was pressed. */
  of?: number
  file?: { name: string; bytes: number }
  /** A blob URL of the picture being sent. */
  preview?: string
  /** `failed` may be tried again; `refused` was answered with a reason. */
  status: 'sending' | 'sent' | 'failed' | 'refused'
  /** Why it was refused, in words for the person. */
  reason?: string
  /** Share of a file that is on its way, 0 to 1. */
  uploaded?: number
  at: string
  /** The newest `seq` when it was said: nothing up to there is it. */
  after?: number
  /** The `seq` of the first answer to it, once it was answered. */
  before?: number
}

/** What is known of a chat: the server's messages by rising `seq`, and what is still on its way. */
export type Transcript = { messages: readonly Message[]; own: readonly Own[] }

/** One line of the chat as it is shown. */
export type Entry = { kind: 'message'; message: Message } | { kind: 'own'; own: Own }

/** An empty chat. */
export const empty: Transcript = { messages: [], own: [] }

/**
 * Adds what the server told, in any order and any number of times. A message from the person takes
 * the place of the bubble that was waiting for it; `echoed` is called with the two.
 */
export function receive(
  transcript: Transcript,
  incoming: readonly Message[],
  echoed?: (own: Own, message: Message) => void,
): Transcript {
  const known = new Set(transcript.messages.map((message) => message.seq))
  const fresh = incoming.filter((message) => !known.has(message.seq) && known.add(message.seq))
  if (fresh.length === 0) return transcript
  const messages = [...transcript.messages, ...fresh].sort((a, b) => a.seq - b.seq)
  let own = transcript.own
  for (const message of fresh) {
    const match = message.from === 'user' ? waitingFor(message, messages, own) : undefined
    if (!match) continue
    own = own.filter((each) => each !== match)
    echoed?.(match, message)
  }
  return { messages, own }
}

/** The server answered one of our own: it is sent, and stands before the first of its answers. */
export function answered(
  transcript: Transcript,
  id: string,
  answers: readonly Message[],
): Transcript {
  const before = answers.length > 0 ? Math.min(...answers.map((answer) => answer.seq)) : undefined
  const at = transcript.messages.findIndex((message) => message.seq === before)
  const sent = transcript.own.find((each) => each.id === id)
  const previous = at > 0 ? transcript.messages[at - 1] : undefined
  const told = sent && previous?.from === 'user' && saysTheSame(sent, previous)
  const own = told
    ? transcript.own.filter((each) => each !== sent)
    : change(
        transcript.own,
        id,
        before === undefined ? { status: 'sent' } : { status: 'sent', before },
      )
  return { ...transcript, own }
}

/** Changes one of our own by its id. */
export function change(own: readonly Own[], id: string, part: Partial<Own>): readonly Own[] {
  return own.map((each) => (each.id === id ? { ...each, ...part } : each))
}

/** Gives every one of our own that stands so another standing. */
export function turn(transcript: Transcript, from: Own['status'], to: Own['status']): Transcript {
  const own = transcript.own.map((each) => (each.status === from ? { ...each, status: to } : each))
  return { ...transcript, own }
}

/** The lines in the order in which they are shown. */
export function arrange({ messages, own }: Transcript): Entry[] {
  const entries: Entry[] = []
  for (const message of messages) {
    for (const each of own) {
      if (each.before === message.seq) entries.push({ kind: 'own', own: each })
    }
    entries.push({ kind: 'message', message })
  }
  for (const each of own) {
    if (!messages.some((message) => message.seq === each.before)) {
      entries.push({ kind: 'own', own: each })
    }
  }
  return entries
}

/** The server may mask or tidy what it repeats, so the words are only the second of three signs. */
function waitingFor(message: Message, messages: readonly Message[], all: readonly Own[]) {
  const own = all.filter(({ after = 0 }) => after < message.seq)
  const next = messages[messages.indexOf(message) + 1]?.seq
  return (
    own.find((each) => each.before !== undefined && each.before === next) ??
    own.find((each) => each.status !== 'refused' && saysTheSame(each, message)) ??
    own.find((each) => each.status === 'sending' || each.status === 'sent')
  )
}

function saysTheSame(own: Own, message: Message) {
  return own.file ? own.file.name === message.file?.name : own.text === message.text
}
