/** One event, in the same envelope over every transport. */
export type StreamEvent = { id: string; type: string; data: unknown }

/** Its data still text. */
type RawEvent = { id: string; type: string; data: string }

/**
 * Reads a `text/event-stream` of JSON to its end. Browsers' own EventSource cannot send the token's header.
 * `onBytes` is called for every piece that arrives, keep-alive comments included.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: StreamEvent) => void,
  onBytes: () => void,
): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let next: RawEvent = { id: '', type: 'message', data: '' }
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    onBytes()
    const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [, name, text] = /^(\w+): ?(.*)$/.exec(line) ?? []
      if (line === '') {
        if (next.data) onEvent({ ...next, data: JSON.parse(next.data) })
        next = { id: '', type: 'message', data: '' }
      } else if (name === 'data') {
        next.data += (next.data && '\n') + text
      } else if (name === 'id') {
        next.id = text ?? ''
      } else if (name === 'event') {
        next.type = text ?? ''
      }
    }
  }
}
