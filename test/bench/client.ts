import { Agent, request } from 'node:http'

export type Answer = { status: number; body: unknown }

/** A client that keeps its connections, so that a load measures the server and not the dialling. */
export function createClient(port: number, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    post(path: string, body: object | Buffer, headers: Record<string, string> = {}) {
      const payload = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
      return new Promise<Answer>((resolve, reject) => {
        const sent = request(
          {
            ...{ agent, port, path, host: '127.0.0.1', method: 'POST' },
            headers: {
              'Content-Type': 'application/json',
              'Content-Length': payload.length,
              ...headers,
            },
          },
          (response) => {
            const parts: Buffer[] = []
            response.on('data', (part) => parts.push(part))
            response.on('end', () => {
              const text = Buffer.concat(parts).toString()
              resolve({ status: response.statusCode ?? 0, body: text ? JSON.parse(text) : null })
            })
          },
        )
        sent.on('error', reject)
        sent.end(payload)
      })
    },
    close: () => agent.destroy(),
  }
}

export type Client = ReturnType<typeof createClient>
