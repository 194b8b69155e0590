import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { limitSockets } from '../../src/limitSockets.ts'

const cleanUp: (() => unknown)[] = []
afterEach(() => {
  for (const undo of cleanUp.splice(0)) undo()
})

/** What becomes of a socket from one of the addresses of this machine: 'open', or 'closed' at once. */
async function from(port: number, localAddress: string): Promise<{ socket: Socket; is: string }> {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  cleanUp.push(() => socket.destroy())
  const is = await Promise.race([
    once(socket, 'data').then(() => 'open'),
    once(socket, 'close').then(() => 'closed'),
  ])
  return { socket, is }
}

test('one address holds so many sockets and no more, others have their own', async () => {
  const server = createServer((socket) => socket.destroyed || socket.write('here'))
  limitSockets(server, 3)
  server.listen(0, '127.0.0.1')
  cleanUp.push(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const own = await Promise.all([1, 2, 3].map(() => from(port, '127.0.0.1')))
  expect(own.map(({ is }) => is)).toEqual(['open', 'open', 'open'])
  expect((await from(port, '127.0.0.1')).is).toBe('closed')
  expect((await from(port, '127.0.0.2')).is).toBe('open')
  own[0]!.socket.destroy()
  await expect.poll(async () => (await from(port, '127.0.0.1')).is).toBe('open')
})
