import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deskPassword, serveApp } from '../openApp.ts'
import { launchBrowser } from './browser.ts'

let browser: Browser
let server: Awaited<ReturnType<typeof serveApp>>

beforeAll(async () => {
  server = await serveApp()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const certificate = {
  name: '凭证.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.4\n${'x'.repeat(2000)}\n%%EOF`),
}

/** The chat page of somebody who has just come. */
async function openChat(): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(server.origin)
  await heard(page, '您想办什么')
  return page
}

/** Waits until the newest bubbles hold some words. */
const heard = (page: Page, words: string) =>
  page.getByRole('log').getByText(words).last().waitFor({ timeout: 10_000 })

async function say(page: Page, words: string, answer: string): Promise<void> {
  await page.locator('jiexu-chat textarea').fill(words)
  await page.keyboard.press('Enter')
  await heard(page, answer)
}

async function choose(page: Page, label: string, answer: string): Promise<void> {
  await page.getByRole('button', { name: label, exact: true }).last().click()
  await heard(page, answer)
}

/** The newest picture has this in its words, and is really drawn. */
async function demandPicture(page: Page, words: string): Promise<void> {
  const picture = page.getByRole('log').locator('.picture img').last()
  await expect.poll(() => picture.getAttribute('alt'), { timeout: 10_000 }).toContain(words)
  const width = () => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)
  await expect.poll(width, { timeout: 10_000 }).toBe(480)
}

async function demandAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

async function openDesk(): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${server.origin}/desk`)
  await page.getByLabel('经办人姓名').fill('王芳')
  await page.getByLabel('密码').fill(deskPassword)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('table').or(page.getByText('没有')).first().waitFor()
  return page
}

/** From the first question to the review, as somebody types it. */
async function fillIn(page: Page): Promise<void> {
  await say(page, '我要把外省的养老保险转进来', '您同意吗')
  await demandAccessible(page)
  await choose(page, '同意，开始填写', '哪一种养老保险')
  await say(page, '第一个', '姓名是什么')
  await say(page, '我叫张三', '公民身份号码是多少')
  await demandPicture(page, '第 2 行第 1 格（“参保人员基本信息”下面）：公民身份号码')
  await say(page, '110105 19491231 002x', '个人编号')
  await say(page, '1101234567', '户籍地地址')
  await say(page, '河南省郑州市金水区文化路1号', '起止时间')
  await say(page, '15年3月-19年8月', '实际缴费月数')
  await say(page, '五十四个月', '储存额')
  await say(page, '三万二千五', '手机号码')
  await say(page, '138 0013 8000', '行政区划代码')
  await demandAccessible(page)
  await say(page, '郑州市金水区', '单位名称')
  await say(page, '郑州市社会保险中心', '“电话”')
  await say(page, '0371-12345678', '“地址”')
  await say(page, '郑州市金水区经三路1号', '请上传')
  await page.locator('jiexu-chat input[type=file]').first().setInputFiles(certificate)
  await heard(page, '请核对')
}

test('from 你好 to a serial number, and 受理成功 in the chat without a reload', async () => {
  const chat = await openChat()
  await demandAccessible(chat)
  await say(chat, '你好，我想问问社保要不要转', '已经开始领养老金')
  await choose(chat, '还没有领', '各是哪一种养老保险')
  await choose(chat, '都是企业职工（含灵活就业）', '先后在哪些省')
  await say(chat, '在广东交了10年，后来北京14年，最后上海8年', '出生年月日')
  await say(chat, '1980年5月1日', '怎么打算')
  await choose(chat, '扎根现在的地方到退休', '可转移至转入地')
  await demandAccessible(chat)

  await fillIn(chat)
  await choose(chat, '确认提交', '业务操作成功')
  const shown = await chat.getByRole('log').innerText()
  const serial = /申报交易流水号：\s*(\d{16})/.exec(shown)?.[1] ?? ''
  expect(serial).toMatch(/^20\d{14}$/)

  const desk = await openDesk()
  await desk.getByLabel('申报流水号').fill(serial)
  await desk.getByRole('button', { name: '查询' }).click()
  await desk.getByRole('link', { name: serial }).first().click()
  await desk.getByText('11010519491231002X').first().waitFor()
  await demandAccessible(desk)
  await desk.getByRole('button', { name: '受理', exact: true }).click()
  await heard(chat, '受理成功')

  await chat.reload()
  await heard(chat, '受理成功')
})

test('a refusal names the cell, which is mended in the chat and sent again', async () => {
  const chat = await openChat()
  await fillIn(chat)
  await choose(chat, '确认提交', '业务操作成功')
  const serial = /(\d{16})/.exec(
    (await chat.getByRole('log').innerText()).split('申报交易流水号')[1] ?? '',
  )![1]!
  const client = server.app
  const signedIn = await client.request('/desk/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ password: deskPassword }),
  })
  const { csrf } = (await signedIn.json()) as { csrf: string }
  const refused = await client.request(`/desk/applications/${serial}/refuse`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      Cookie: signedIn.headers.get('Set-Cookie')!.split(';')[0]!,
      'X-CSRF-Token': csrf,
    },
    body: JSON.stringify({ reason: '月数与凭证不符', field: 'paidMonths' }),
  })
  expect(refused.status).toBe(200)
  await heard(chat, '月数与凭证不符')
  await chat
    .getByRole('button', { name: /实际缴费月数/ })
    .last()
    .click()
  await heard(chat, '多少个月')
  await say(chat, '50', '请核对')
  await choose(chat, '确认提交', '业务操作成功')
  const serials = (await chat.getByRole('log').innerText()).match(/\d{16}/g) ?? []
  expect(new Set(serials).size).toBeGreaterThanOrEqual(2)
})
