/**
 * Pages that are open: an event stream each, in a process of their own, since every process may have
 * only so many connections. Tells when all are open, and of every message that comes over one.
 */
import { get } from 'node:http'

export type Listening = { port: number; pages: readonly Page[] }
export type Page = { chat: string; token: string; last: number }
export type Told = { kind: 'open' } | { kind: 'heard'; chat: string; at: number }

const tell = (told: Told) => process.send?.(told)

function listen(port: number, { chat, token, last }: Page): Promise<void> {
  const path = `/api/chats/${chat}/events?after=${last}`
  const headers = { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' }
  return new Promise((resolve, reject) => {
    const sent = get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`answered ${response.statusCode}`))
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        resolve()
        if (text.includes('event: message')) tell({ kind: 'heard', chat, at: Date.now() })
      })
    })
    sent.on('error', reject)
  })
}

process.once('message', async ({ port, pages }: Listening) => {
  for (let from = 0; from < pages.length; from += 50) {
    await Promise.all(pages.slice(from, from + 50).map((page) => listen(port, page)))
  }
  tell({ kind: 'open' })
})
process.once('disconnect', () => process.exit(0))
