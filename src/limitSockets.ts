import type { Server, Socket } from 'node:net'
import { networkOf } from './addressOf.ts'
import { createPlaces } from './channels/web/places.ts'

/**
 * Closes every socket of an address that holds `most` already: who opens thousands, and says nothing on
 * them, shuts out nobody else.
 */
export function limitSockets(server: Server, most: number): void {
  const places = createPlaces()
  server.prependListener('connection', (socket: Socket) => {
    const leave = places.enter([[networkOf(socket.remoteAddress ?? ''), most]])
    if (leave) socket.once('close', leave)
    else socket.destroy()
  })
}
