/** Tells open pages that there is something new in their conversation. */
export type Live = {
  /** Calls back after each turn of the conversation; returns how to stop. */
  subscribe(conversation: string, onTurn: () => void): () => void
  publish(conversation: string): void
  /** Answers a request for a WebSocket with one that tells what comes after a message, where there are any. */
  connect?(conversation: string, after: number): Promise<Response>
}

/** Tells the pages that are open in this very process. */
export function createLive(): Live & { publishToAll(): void } {
  const listeners = new Map<string, Set<() => void>>()
  return {
    subscribe(conversation, onTurn) {
      const own = listeners.get(conversation) ?? new Set()
      listeners.set(conversation, own.add(onTurn))
      return () => {
        own.delete(onTurn)
        if (own.size === 0) listeners.delete(conversation)
      }
    },
    publish(conversation) {
      for (const onTurn of listeners.get(conversation) ?? []) onTurn()
    },
    /** There may be something new anywhere. */
    publishToAll() {
      for (const own of listeners.values()) for (const onTurn of own) onTurn()
    },
  }
}
