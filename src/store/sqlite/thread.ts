import { parentPort } from 'node:worker_threads'
import { type Handle, openHandle } from './handle.ts'
import type { Asked, Told } from './writer.ts'

// The thread that writes: between the statements of a list it waits for nobody but the disk.

const port = parentPort!
const handles = new Map<number, Handle>()

async function carryOut({ handle, method, args }: Asked): Promise<unknown> {
  if (method === 'open') {
    handles.set(handle, await openHandle(...args))
    return
  }
  // The method and its arguments come as one from the other side, which typescript cannot follow.
  const call = handles.get(handle)![method] as (...args: readonly unknown[]) => Promise<unknown>
  if (method === 'close') handles.delete(handle)
  return call(...args)
}

port.on('message', (asked: Asked) => {
  const tell = (told: Told) => port.postMessage(told)
  carryOut(asked).then(
    (value) => tell({ call: asked.call, value }),
    (error: Error) => tell({ call: asked.call, error }),
  )
})
