/** A request that brought a message and may take the answer back. */
export type OpenRequest = {
  /** Its message is kept: what is said to the person from now on, or null where nothing came in time. */
  answer(): Promise<string | null>
  /** It takes no answer. */
  drop(): void
}

/** Answers that go back with the very request that brought the message. */
export type InTime = {
  /** A request of this person has come. What is said to the person waits until it is decided on. */
  open(person: string): OpenRequest
  /** Gives words to an open request, if there is one and they find room in its answer. */
  take(person: string, text: string): Promise<boolean>
  /** Resolves once what was given to a request of this person has surely gone ahead. */
  ahead(person: string): Promise<void>
}

/** Milliseconds that each part of an answer in time may take. */
export type Timing = {
  /** How long a request waits for words. The platform hangs up after 5 s. */
  patience: number
  /** How long more words of the same turn are waited for. */
  gathering: number
  /** How long an answer takes to reach the person ahead of what is sent afterwards. */
  lead: number
}

type Request = { words: string[]; decided: Promise<void>; close: () => void }

/**
 * An answer in time costs nothing of the person's quota, and it is the only one that an account may
 * give which is not verified. Held in memory: what another process says goes out as customer service.
 */
export function createInTime(timing: Timing, mostBytes: number): InTime {
  const requests = new Map<string, Request[]>()
  const leaving = new Map<string, Promise<void>>()
  const firstOf = (person: string) => requests.get(person)?.[0]

  function forget(person: string, request: Request): void {
    const others = requests.get(person)?.filter((one) => one !== request) ?? []
    if (others.length > 0) requests.set(person, others)
    else requests.delete(person)
  }

  function leave(person: string): void {
    const left = new Promise<void>((resolve) => setTimeout(resolve, timing.lead))
    leaving.set(person, left)
    void left.then(() => {
      if (leaving.get(person) === left) leaving.delete(person)
    })
  }

  return {
    open(person) {
      const decision = Promise.withResolvers<void>()
      const answered = Promise.withResolvers<string | null>()
      const request: Request = {
        ...{ words: [], decided: decision.promise },
        close() {
          forget(person, request)
          decision.resolve()
          if (request.words.length > 0) leave(person)
          answered.resolve(request.words.length > 0 ? joined(request.words) : null)
        },
      }
      requests.set(person, [...(requests.get(person) ?? []), request])
      return {
        async answer() {
          const timer = setTimeout(request.close, timing.patience)
          decision.resolve()
          const words = await answered.promise
          clearTimeout(timer)
          return words
        },
        drop: request.close,
      }
    },

    async take(person, text) {
      for (let request = firstOf(person); request; request = firstOf(person)) {
        await request.decided
        if (firstOf(person) !== request) continue
        if (bytesOf(joined([...request.words, text])) > mostBytes) {
          request.close()
          return false
        }
        request.words.push(text)
        if (request.words.length === 1) setTimeout(request.close, timing.gathering)
        return true
      }
      return false
    },

    async ahead(person) {
      const request = firstOf(person)
      if (request && request.words.length > 0) request.close()
      await leaving.get(person)
    },
  }
}

const joined = (words: readonly string[]): string => words.join('\n\n')

const bytesOf = (text: string): number => new TextEncoder().encode(text).length
