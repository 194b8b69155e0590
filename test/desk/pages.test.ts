import AxeBuilder from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser/browser.ts'
import { application, upload } from './desk.ts'
import { openDesk } from './openDesk.ts'

let browser: Browser
let desk: Awaited<ReturnType<typeof openDesk>>
let origin: string
let stop: () => void
const serials = { new: '', refused: '', certificate: '', letter: '', done: '' }

beforeAll(async () => {
  const since = new Date('2026-11-23T01:00:00Z')
  const channels = () => [
    { name: 'wechat', connected: false, since, scan: 'http://weixin.qq.com/x/1' },
    { name: 'dingtalk', connected: true, since },
  ]
  desk = await openDesk({ rateLimit: 'off', channels })
  await desk.firstSignIn('open sesame')
  const attachment = await upload(desk.db, desk.seal)
  for (const [index, name] of Object.keys(serials).entries()) {
    const business = name === 'certificate' ? 'pension-out' : 'pension-in'
    const receipt = await desk.record.submit(
      application({ business, route: 'platform', attachment }),
      `chat/${index}/0`,
    )
    if (receipt.kind === 'received') Object.assign(serials, { [name]: receipt.serial })
  }
  for (let index = 0; index < 20; index += 1)
    await desk.record.submit(application(), `chat/more-${index}/0`)
  const act = (serial: string, action: Parameters<typeof desk.record.act>[1], particulars = {}) =>
    desk.record.act(serial, action, particulars, '王芳')
  await act(serials.refused, 'refuse', { reason: '不一致', field: 'name', explanation: '请更正' })
  await act(serials.certificate, 'accept')
  await act(serials.letter, 'accept')
  await act(serials.letter, 'issue-contact-letter')
  for (const step of ['accept', 'issue-contact-letter', 'record-information-form'] as const)
    await act(serials.done, step)
  await act(serials.done, 'record-funds', { amount: 32_856.4 })
  await act(serials.done, 'complete')

  browser = await launchBrowser()
  origin = await new Promise((resolve) => {
    const server = serve({ fetch: desk.routes.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    )
    stop = () => server.close()
  })
})
afterAll(async () => {
  await browser?.close()
  stop?.()
})

/** A page of somebody who has signed in. */
async function signedIn(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', ...options })
  const page = await context.newPage()
  await page.goto(`${origin}/desk`)
  await page.getByLabel('经办人姓名').fill('王芳')
  await page.getByLabel('密码').fill('open sesame')
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL('**/desk/applications')
  return page
}

const paths = [
  'sign-in',
  'applications',
  'applications?name=nobody',
  'applications?from=2026-12-01&to=2026-01-01',
  'applications/new',
  'applications/refused',
  'applications/certificate',
  'applications/letter',
  'applications/done',
  'chats',
  'chats/c1',
  'channels',
  'looks',
  'clerks',
  'password',
  'nowhere',
]

describe.each([
  ['wide and light', { viewport: { width: 1280, height: 860 }, colorScheme: 'light' }],
  ['narrow and dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
] as const)('%s', (_, options) => {
  let page: Page
  const refused: string[] = []
  beforeAll(async () => {
    page = await signedIn(options)
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text())
    })
  })
  afterAll(() => page?.context().close())

  test.each(paths)(
    '/desk/%s passes axe, fits its width, and keeps its own policy',
    async (path) => {
      const filed = Object.entries(serials).find(([name]) => path === `applications/${name}`)
      await page.goto(`${origin}/desk/${filed ? `applications/${filed[1]}` : path}`)
      const details = page.locator('summary')
      if ((await details.count()) > 0) await details.first().click()
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(options.viewport.width)
      expect(refused).toEqual([])
    },
  )
})

test('without JavaScript a clerk finds an application, accepts it, and refuses it', async () => {
  const page = await signedIn({ javaScriptEnabled: false })
  const receipt = await desk.record.submit(application(), 'chat/no-script/0')
  const serial = receipt.kind === 'received' ? receipt.serial : ''
  await page.getByLabel('申报流水号').fill(serial)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByRole('link', { name: `办理 ${serial}` }).click()
  await page.getByRole('button', { name: '受理', exact: true }).click()
  expect(await page.getByRole('status').textContent()).toContain('受理')
  await page.getByText('办理不成功', { exact: true }).click()
  await page.getByLabel('业务办理不成功原因').selectOption('转出地有欠费')
  await page.getByLabel('需更正的栏目').selectOption('转出地行政区')
  await page.getByRole('button', { name: '并告知申请人' }).click()
  expect(await page.getByRole('heading', { name: '业务办理不成功' }).count()).toBe(1)
  expect(await desk.record.status(serial)).toMatchObject({
    ...{ feedback: '处理失败', reason: '转出地有欠费', field: 'origin' },
    explanation: '请与转出地经办机构核对欠费，补缴或按当地规定处理后重新申报。',
  })
  await page.context().close()
})

test('the keyboard alone reaches the first application', async () => {
  const page = await signedIn({ viewport: { width: 1280, height: 860 } })
  const seen: string[] = []
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('href') ?? '')
    seen.push(focused)
    if (/\/applications\/\d{16}$/.test(focused)) break
  }
  expect(seen[0]).toBe('#main')
  expect(seen.at(-1)).toMatch(/^\/desk\/applications\/\d{16}$/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/applications\/\d{16}$/)
  await page.context().close()
})
