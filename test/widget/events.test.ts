import { expect, test } from 'vitest'
import { readEvents, type StreamEvent } from '../../src/widget/events.ts'

const stream =
  ': here\n\nid: 4\ndata: {"text":"好"}\n\nevent: bye\r\nid: 5\r\ndata: [1,\r\ndata: 2]\r\n\r\nid: 6\ndata: half'

test.each([1, 2, 3, 5, 7, 1000])(
  'reads an event stream that arrives in pieces of %i bytes',
  async (size) => {
    const bytes = new TextEncoder().encode(stream)
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.slice(at * size, (at + 1) * size),
    )
    const events: StreamEvent[] = []
    let signs = 0
    await readEvents(
      new ReadableStream({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece)
          controller.close()
        },
      }),
      (event) => events.push(event),
      () => {
        signs += 1
      },
    )
    expect(events).toEqual([
      { id: '4', type: 'message', data: { text: '好' } },
      { id: '5', type: 'bye', data: [1, 2] },
    ])
    expect(signs).toBe(pieces.length)
  },
)
