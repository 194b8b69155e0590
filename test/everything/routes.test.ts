import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWechatAccount } from '../../src/channels/wechatAccount/wechatAccount.ts'
import { openApp } from '../openApp.ts'
import { settingsOf } from '../wechatAccount/account.ts'

/** What anybody may call, and why nothing is given away by it. */
const open: Readonly<Record<string, string>> = {
  'GET /': 'the page of the chat, empty',
  'GET /healthz': 'says ok',
  'GET /readyz': 'says whether requests should come',
  'GET /openapi.json': 'what the API looks like',
  'POST /api/chats': 'opens a chat of one’s own',
  'GET /desk/sign-in': 'asks for a password, or takes a link that works once',
  'POST /desk/sign-in': 'takes a password',
  'GET /desk/style.css': 'how the desk looks',
  'GET /verify': 'asks for the number of a document, which says nothing about a person',
  'GET /verify/:number': 'whether such a document was issued, and when',
  'POST /verify/:number': 'whether a file is that document',
  'GET /pictures/:paper/:file{[A-Za-z]+\\.(svg|png)}': 'a specimen of a paper',
}

/** Files of the widget, which are the same for everybody. */
const isWidget = (route: string) =>
  /^GET \/[\w.-]+\.(js|css|svg|png|ico|html|webmanifest|map)$/.test(route)

let app: Awaited<ReturnType<typeof openApp>>
const account = settingsOf('http://127.0.0.1:1')
const desk = () =>
  openApp(
    {
      BACKEND_SECRET: 'a-secret-of-more-than-sixteen',
      REST_TOKEN: 'a-token-of-more-than-sixteen',
    },
    { channels: (wiring) => [createWechatAccount(account, wiring)!] },
  )
beforeAll(async () => {
  app = await desk()
})
afterAll(() => app.close())

const routesOf = () => [
  ...new Set(
    app.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
      .map(({ method, path }) => `${method} ${path}`),
  ),
]
/** An address that such a route answers. */
const examples: Readonly<Record<string, string>> = {
  '/pictures/:paper/:file{[A-Za-z]+\\.(svg|png)}': '/pictures/pension/name.svg',
}
const filled = (path: string) => path.replace(/:\w+(\{[^}]*\})?\??/g, 'x1')

describe('every route', () => {
  test('is listed as open, or refuses who brings neither session nor token', async () => {
    const given: string[] = []
    const closed = routesOf().filter((route) => !(route in open) && !isWidget(route))
    expect(closed.length).toBeGreaterThan(15)
    for (const route of closed) {
      const [method, path] = route.split(' ') as [string, string]
      for (const Accept of ['application/json', 'text/html']) {
        const headers = { Accept, 'Content-Type': 'application/json' }
        const body = method === 'GET' ? {} : { body: '{}' }
        const response = await app.app.request(filled(path), { method, headers, ...body })
        const sentAway = response.status === 303 || response.status === 302
        const toSignIn = sentAway && response.headers.get('location')?.startsWith('/desk/sign-in')
        if (![401, 403, 404].includes(response.status) && !toSignIn) {
          given.push(`${route} as ${Accept}: ${response.status}`)
        }
      }
    }
    expect(given).toEqual([])
  })

  test('that is listed as open is there, and answers', async () => {
    const routes = routesOf()
    expect(Object.keys(open).filter((route) => !routes.includes(route))).toEqual([])
    for (const route of Object.keys(open)) {
      const [method, path] = route.split(' ') as [string, string]
      const response = await app.app.request(examples[path] ?? path, { method })
      const answer = method === 'GET' ? 200 : route === 'POST /api/chats' ? 201 : 400
      expect(`${route} ${response.status}`).toBe(`${route} ${answer}`)
    }
  })

  test('that is not there is said to be missing, not to be closed', async () => {
    for (const path of ['/nothing', '/api/nothing', '/webhooks', '/x.js']) {
      expect(`${path} ${(await app.app.request(path)).status}`).toBe(`${path} 404`)
    }
  })

  test('refuses a token of another kind', async () => {
    const opened = await app.app.request('/api/chats', { method: 'POST' })
    const { token }: { token: string } = await opened.json()
    const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
    for (const path of ['/desk/applications', '/desk/chats', '/gateway/v1/changes']) {
      const response = await app.app.request(path, { headers })
      expect(`${path} ${response.status}`).toBe(`${path} 401`)
    }
  })

  test('has headers that keep other sites’ scripts and frames out', async () => {
    for (const path of ['/', '/healthz', '/desk/sign-in', '/api/chats/x']) {
      const { headers } = await app.app.request(path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    }
  })
})
