import { expect, test } from 'vitest'
import { openDesk, signIn } from './openDesk.ts'

const since = new Date('2026-11-23T01:00:00Z')
const scan = 'http://weixin.qq.com/x/secret'

test('how each connection stands, and the code to scan, are for who has signed in', async () => {
  let standing: { connected: boolean; scan?: string } = { connected: false, scan }
  const channels = () => [{ name: 'wechat', since, ...standing }]
  const desk = await openDesk({ channels })
  for (const path of ['/desk/channels', '/desk/channels/wechat/code.svg']) {
    const answer = await desk.routes.request(path, { headers: { accept: 'application/json' } })
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toContain('secret')
  }

  const { cookie } = await signIn(desk)
  const asked = (path: string, accept = 'text/html') =>
    desk.routes.request(path, { headers: { cookie, accept } })
  const page = await (await asked('/desk/channels')).text()
  expect(page).toContain('未连接')
  expect(page).toContain('2026-11-23 09:00 起')
  expect(page).toContain('src="/desk/channels/wechat/code.svg"')
  expect(page).not.toContain('secret')
  const code = await asked('/desk/channels/wechat/code.svg')
  expect(code.headers.get('content-type')).toBe('image/svg+xml')
  expect(code.headers.get('cache-control')).toBe('no-store')
  expect(await code.text()).toMatch(/^<svg[^>]*>/)
  expect(await (await asked('/desk/channels', 'application/json')).json()).toEqual({
    channels: [{ name: 'wechat', connected: false, since: since.toISOString(), scan }],
  })

  standing = { connected: true }
  expect(await (await asked('/desk/channels')).text()).toContain('已连接')
  expect((await asked('/desk/channels/wechat/code.svg')).status).toBe(404)
  expect((await asked('/desk/channels/telegram/code.svg')).status).toBe(404)
})

test('without connections to keep up there is nothing in the way', async () => {
  const desk = await openDesk()
  const { cookie } = await signIn(desk)
  const page = await desk.routes.request('/desk/applications', { headers: { cookie } })
  expect(await page.text()).not.toContain('/desk/channels')
})
