/** An answer to a message, as far as it must stay the same. */
export type Answer = { messages: { seq: number; from: string; text: string }[]; state: StateRead }
export type StateRead = {
  flow: string | null
  step: string | null
  field: string | null
  dossier: { serial: string; status: string } | null
}

/** What one person knows of their chat. */
export type Chat = {
  chat: string
  token: string
  erased: boolean
  /** Each message that was acknowledged, with what it was answered. */
  acknowledged: Map<string, Answer>
}

/** What somebody wrote on the platform, and was told that it was received. */
export type Written = { person: string; id: string }

/** What people were promised, written down while the servers die. */
export function createLedger() {
  const chats: Chat[] = []
  const written: Written[] = []
  const broken: string[] = []
  const counts = { deliveries: 0, refusals: 0, unanswered: 0 }

  return {
    ...{ chats, written, broken, counts },
    /** How many messages somebody was told that they were received, where nothing was erased. */
    heard: () =>
      chats
        .filter(({ erased }) => !erased)
        .reduce((sum, { acknowledged }) => sum + acknowledged.size, written.length),
    open(chat: string, token: string): Chat {
      const opened: Chat = { chat, token, erased: false, acknowledged: new Map() }
      chats.push(opened)
      return opened
    },
    /** A message was acknowledged; the same message has the same answer, though its receipt may be in it or not. */
    acknowledge({ chat, acknowledged }: Chat, id: string, answer: Answer): void {
      const before = acknowledged.get(id)
      const [first, second] = [before ?? answer, answer].map(({ messages }) =>
        messages.map(({ seq, text }) => `${seq} ${text}`),
      ) as [string[], string[]]
      const common = Math.min(first.length, second.length)
      if (first.slice(0, common).join('\n') !== second.slice(0, common).join('\n')) {
        broken.push(`${chat} ${id} was answered in two ways`)
      }
      if (first.length <= second.length) acknowledged.set(id, answer)
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
