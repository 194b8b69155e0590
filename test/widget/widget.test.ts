import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildWidget } from '../../src/widget/build.ts'
import { launchBrowser } from '../browser/browser.ts'
import { type Said, startFakeServer, startForeignPage } from './fakeServer.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const kinds = [
  { value: 'enterprise', label: '外省企业保险' },
  { value: 'military', label: '退役军人保险' },
]

type Server = Awaited<ReturnType<typeof startFakeServer>>

let browser: Browser
let server: Server
let context: BrowserContext
let page: Page
let wrong: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  server = await startFakeServer(reply)
  server.control.greeting = [{ text: '您好，您想办哪一件？', choices: kinds }]
  await meet({ viewport: { width: 360, height: 740 } })
})
afterEach(async () => {
  await context.close()
  await server.stop()
  expect(wrong).toEqual([])
})

async function meet(options: Parameters<Browser['newContext']>[0]) {
  await context?.close()
  context = await browser.newContext({
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    ...options,
  })
  page = await context.newPage()
  wrong = []
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) wrong.push(message.text())
  })
}

function reply(text: string, file?: File): Said[] {
  if (file) return [{ text: `收到文件：${file.name}` }]
  if (text === '凭证在哪') {
    const url = `/api/chats/${server.control.chat}/files/cell`
    server.documents.set(url, { bytes: new Uint8Array(png), type: 'image/png' })
    return [{ text: '请看图。', picture: { url, alt: '凭证的一格' } }]
  }
  return [{ text: `收到：**${text}**` }]
}

const input = () => page.getByRole('textbox', { name: '输入您的回答或问题' })
const log = () => page.getByRole('log')
const bubbles = () => log().locator('.bubble:not(.typing)').allTextContents()
const posts = () =>
  server.log.filter(({ method, path }) => method === 'POST' && /messages$/.test(path))

async function open() {
  await page.goto(server.origin)
  await log().getByText('您想办哪一件').waitFor()
}

async function say(text: string) {
  await input().fill(text)
  await input().press('Enter')
}

async function axe() {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test('the script weighs less than 20 kB gzipped, everything in it', async () => {
  const { 'widget.js': script } = await buildWidget()
  expect(gzipSync(script!.text).length).toBeLessThan(20_000)
})

describe('a chat', () => {
  test('greets, takes a choice, and shows its label as what the person said', async () => {
    await open()
    await page.getByRole('button', { name: '外省企业保险' }).click()
    await log().getByText('收到：外省企业保险').waitFor()
    expect(posts()[0]?.body).toMatchObject({ choice: 'enterprise' })
    await expect
      .poll(bubbles)
      .toEqual(['接续：您好，您想办哪一件？', '您：外省企业保险', '接续：收到：外省企业保险'])
    const closed = page.getByRole('button', { name: '退役军人保险' })
    expect(await closed.getAttribute('aria-disabled')).toBe('true')
    await closed.click({ force: true })
    expect(posts()).toHaveLength(1)
  })

  test('is there again after a reload, and so is the draft', async () => {
    await open()
    await say('转社保')
    await log().getByText('收到：转社保').waitFor()
    const before = await bubbles()
    await input().fill('张三')
    await page.reload()
    await expect.poll(bubbles).toEqual(before)
    expect(await input().inputValue()).toBe('张三')
    expect(server.log.filter(({ path }) => path === '/api/chats')).toHaveLength(1)
  })

  test('goes on in one tab with the token that another tab was given', async () => {
    await page.goto(server.origin)
    await log().getByText('您想办哪一件').waitFor()
    const other = await context.newPage()
    await other.goto(server.origin)
    await other.getByText('您想办哪一件').first().waitFor()
    server.control.tokens = { oldest: 1, newest: 2 }
    await other.reload()
    const kept = () => other.evaluate(() => JSON.stringify({ ...localStorage }))
    await expect.poll(kept).toContain('token-2')
    server.control.tokens = { oldest: 2, newest: 2 }
    await say('转社保')
    await log().getByText('收到：转社保').waitFor()
    expect(await kept()).toContain('token-2')
    expect(server.log.filter(({ path }) => path === '/api/chats')).toHaveLength(1)
  })

  test('that is to go on from elsewhere has its code in the draft, and nowhere else', async () => {
    await page.goto(`${server.origin}/#join=4829130576`)
    await log().getByText('您想办哪一件').waitFor()
    expect(await input().inputValue()).toBe('接续码 4829130576')
    expect(new URL(page.url()).hash).toBe('')
    expect(posts()).toEqual([])
    await input().press('Enter')
    await log().getByText('收到：接续码 4829130576').waitFor()
    expect(server.log.filter(({ path }) => path.includes('4829130576'))).toEqual([])
  })

  test('that the server has forgotten is replaced by a new one, which is said', async () => {
    await open()
    await say('转社保')
    await log().getByText('收到：转社保').waitFor()
    server.forget()
    await say('我在广东交了六年')
    await page.getByRole('alert').getByText('之前的对话已经失效').waitFor()
    await expect.poll(bubbles).toEqual(['接续：您好，您想办哪一件？'])
    expect(await input().inputValue()).toBe('我在广东交了六年')
  })

  test('shows which item of the form is asked, and later the serial number', async () => {
    server.control.state = { flow: 'pension-in', progress: { done: 2, total: 14 }, dossier: null }
    await open()
    await page.getByText('第 3 项，共 14 项').waitFor()
    const dossier = { serial: '2019122010072821', status: '处理中' }
    server.control.state = { flow: null, progress: null, dossier }
    server.push({ text: '已经受理。' })
    await page.getByText('2019 1220 1007 2821').waitFor()
    await page.getByRole('button', { name: '查进度' }).click()
    await log().getByText('收到：查进度').waitFor()
  })

  test('shows bold words as bold and markup as the text it is', async () => {
    await open()
    server.push({ text: '**要转**，<b>不是标签</b>，见[第六条](https://example.cn/6)' })
    await log().getByText('要转', { exact: true }).waitFor()
    expect(await log().locator('strong').textContent()).toBe('要转')
    expect(await log().getByText('<b>不是标签</b>').count()).toBe(1)
    expect(await log().getByRole('link').getAttribute('rel')).toBe('noopener noreferrer')
  })

  test('shows a picture that only its token opens', async () => {
    await open()
    await say('凭证在哪')
    const picture = page.getByRole('button', { name: '放大查看：凭证的一格' })
    await picture.click()
    await page.getByRole('dialog', { name: '凭证的一格' }).waitFor()
    await page.keyboard.press('Escape')
    await picture.waitFor()
  })
})

describe('a message', () => {
  test('that failed stays, and is sent again with the same id', async () => {
    await open()
    server.control.failNext = [500]
    await say('张三')
    await page.getByText('未发送').waitFor()
    await page.getByRole('button', { name: '点此重试' }).click()
    await log().getByText('收到：张三').waitFor()
    const [first, second] = posts().map(({ body }) => body as { id: string })
    expect(second).toEqual(first)
    await expect.poll(bubbles).toHaveLength(3)
  })

  test('whose answer was lost on the way is taken once', async () => {
    await open()
    server.control.failNext = ['lost']
    await say('张三')
    await log().getByText('收到：张三').waitFor()
    await expect.poll(bubbles).toHaveLength(3)
    expect(server.history.filter(({ from }) => from === 'user')).toHaveLength(1)
  })

  test('that is being answered shows so, until the answer is there', async () => {
    await open()
    let release = () => {}
    server.control.thinking = new Promise<void>((done) => {
      release = done
    })
    await say('张三')
    await expect.poll(bubbles).toHaveLength(2)
    await expect.poll(() => server.history.length).toBe(2)
    await page.getByRole('img', { name: '正在答复' }).waitFor()
    release()
    await log().getByText('收到：张三').waitFor()
    await page.getByRole('img', { name: '正在答复' }).waitFor({ state: 'detached' })
  })

  test('that was refused says why', async () => {
    await open()
    server.control.failNext = [422]
    await say('张三')
    await page.getByText('请换一种说法。').waitFor()
  })

  test('written without a network is sent when the network is back', async () => {
    await open()
    await context.setOffline(true)
    await page.getByRole('alert').getByText('网络断开了').waitFor()
    await say('张三')
    await page.getByText('未发送').waitFor()
    await context.setOffline(false)
    await log().getByText('收到：张三').waitFor()
    await page.getByRole('alert').getByText('网络断开了').waitFor({ state: 'detached' })
    expect(server.history.filter(({ from }) => from === 'user')).toHaveLength(1)
  })

  test('that was not sent is still there after a reload, and goes out', async () => {
    await open()
    server.control.failNext = [500]
    await say('张三')
    await page.getByText('未发送').waitFor()
    await page.reload()
    await log().getByText('收到：张三').waitFor()
    await expect.poll(bubbles).toHaveLength(3)
  })

  test('that was not sent is not taken for one said before, also where both are the same', async () => {
    await open()
    for (const [text, count] of [
      ['好的', 1],
      ['张三', 1],
      ['好的', 2],
    ] as const) {
      if (count === 2) server.control.failNext = [500]
      await say(text)
      if (count === 1) await log().getByText(`收到：${text}`).waitFor()
    }
    await page.getByText('未发送').waitFor()
    await page.reload()
    await expect.poll(() => log().getByText('收到：好的').count()).toBe(2)
  })

  test('follows the one before it, in the order in which they were said', async () => {
    await open()
    let release = () => {}
    server.control.gate = new Promise<void>((done) => {
      release = done
    })
    await say('一')
    await say('二')
    await say('三')
    release()
    await log().getByText('收到：三').waitFor()
    await expect
      .poll(bubbles)
      .toEqual(
        ['接续：您好，您想办哪一件？'].concat(
          ['一', '二', '三'].flatMap((each) => [`您：${each}`, `接续：收到：${each}`]),
        ),
      )
  })
})

describe('what the server says by itself', () => {
  test('arrives by the stream, also after it was cut, each message once', async () => {
    await open()
    await expect.poll(server.openStreams).toBe(1)
    server.push({ text: '联系函已经发出。' })
    await log().getByText('联系函已经发出').waitFor()
    server.cutStreams()
    await expect.poll(server.openStreams).toBe(1)
    server.push({ text: '基金已经到账。' })
    await log().getByText('基金已经到账').waitFor()
    server.cutStreams()
    server.push({ text: '已经办结。' })
    await log().getByText('已经办结').waitFor()
    await expect.poll(server.openStreams).toBe(1)
    expect(await bubbles()).toHaveLength(4)
    const resumed = server.log.filter(({ path }) => /events$/.test(path)).map(({ last }) => last)
    expect(resumed.slice(0, 2)).toEqual(['1', '2'])
  })

  test('arrives by asking where streams do not get through', async () => {
    server.control.streams = false
    await open()
    server.push({ text: '联系函已经发出。' })
    await log().getByText('联系函已经发出').waitFor()
    await say('好')
    await log().getByText('收到：好').waitFor()
    await expect.poll(bubbles).toHaveLength(4)
  })

  test('arrives by the stream where a socket is offered and does not get through', async () => {
    server.control.sockets = true
    await open()
    await expect.poll(() => server.openStreams(), { timeout: 20_000 }).toBe(1)
    server.push({ text: '联系函已经发出。' })
    await log().getByText('联系函已经发出').waitFor()
  })

  test('does not pull away a reader who is further up', async () => {
    for (let at = 0; at < 30; at++) server.push({ text: `第 ${at} 条消息。` })
    await page.goto(server.origin)
    await log().getByText('第 29 条').waitFor()
    await log().evaluate((box) => {
      box.scrollTop = 100
    })
    server.push({ text: '新的消息。' })
    await page.getByRole('button', { name: '有新消息' }).click()
    await expect
      .poll(() => log().evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight))
      .toBeLessThan(2)
    await page.getByRole('button', { name: '有新消息' }).waitFor({ state: 'detached' })
  })

  test('is told to a screen reader once, apart from the log', async () => {
    await open()
    server.push({ text: '**要转**。', choices: [{ value: 'y', label: '好的' }] })
    const region = page.locator('[aria-live=polite]')
    await expect.poll(() => region.textContent()).toBe('要转。\n好的')
    expect(await log().getAttribute('aria-live')).toBe('off')
    await page.reload()
    await log().getByText('要转').waitFor()
    expect(await region.textContent()).toBe('')
  })
})

describe('writing', () => {
  test('with an input method: the Enter that takes a word does not send', async () => {
    await open()
    await input().focus()
    const session = await context.newCDPSession(page)
    await session.send('Input.imeSetComposition', {
      text: 'zhang',
      selectionStart: 5,
      selectionEnd: 5,
    })
    const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 }
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...enter })
    await session.send('Input.insertText', { text: '张' })
    expect(await input().inputValue()).toBe('张')
    expect(posts()).toHaveLength(0)
    await input().press('Enter')
    await log().getByText('收到：张').waitFor()
  })

  test('over several lines with Shift+Enter, the focus staying where it was', async () => {
    await open()
    await input().fill('第一行')
    await input().press('Shift+Enter')
    await input().pressSequentially('第二行')
    await input().press('Enter')
    await log().getByText('第二行').first().waitFor()
    expect(posts()[0]?.body).toMatchObject({ text: '第一行\n第二行' })
    expect(await input().evaluate((area) => area.matches(':focus'))).toBe(true)
    expect(await input().inputValue()).toBe('')
  })

  test('blanks sends nothing', async () => {
    await open()
    await say('  \n ')
    await page.getByRole('button', { name: '发送' }).click({ force: true })
    expect(posts()).toHaveLength(0)
  })

  test('and choosing need no mouse', async () => {
    await open()
    await page.getByRole('button', { name: '外省企业保险' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await log().getByText('收到：退役军人保险').waitFor()
    expect(await input().evaluate((area) => area.matches(':focus'))).toBe(true)
    await page.getByRole('button', { name: '更多' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await page.locator('.large').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('menu').count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await log().getByText('收到：重新开始').waitFor()
  })

  test('large letters are kept over a reload', async () => {
    await open()
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitemcheckbox', { name: '大字' }).click()
    await page.reload()
    await page.locator('.large').waitFor()
  })
})

describe('a file', () => {
  test('shows how much of it is on its way, then stays as a picture', async () => {
    await open()
    let release = () => {}
    server.control.gate = new Promise<void>((done) => {
      release = done
    })
    const file = { name: '凭证.png', mimeType: 'image/png', buffer: png }
    await page.locator('input[name=file]').setInputFiles(file)
    await page.getByText('正在上传 100%').waitFor()
    release()
    await log().getByText('收到文件：凭证.png').waitFor()
    await page.getByRole('button', { name: '放大查看：凭证.png' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: '放大查看：凭证.png' }).waitFor()
  })

  test('that failed is sent again whole', async () => {
    await open()
    server.control.failNext = [500]
    const file = { name: '凭证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }
    await page.locator('input[name=file]').setInputFiles(file)
    await page.getByRole('button', { name: '点此重试' }).click()
    await log().getByText('收到文件：凭证.pdf').waitFor()
    expect([...server.documents.values()].map(({ bytes }) => bytes.length)).toEqual([8])
  })

  test('of the assistant is saved under its name', async () => {
    await open()
    const url = `/api/chats/${server.control.chat}/files/letter`
    server.documents.set(url, { bytes: new Uint8Array([37, 80]), type: 'application/pdf' })
    server.push({ text: '这是联系函。', file: { url, name: '联系函.pdf', bytes: 2 } })
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: /联系函\.pdf/ }).click()
    expect((await download).suggestedFilename()).toBe('联系函.pdf')
  })

  test('may be dropped on the chat or pasted, and a large photo is made small first', async () => {
    await open()
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = 1500
      const pen = canvas.getContext('2d')!
      const noise = pen.createImageData(1500, 1500)
      for (let at = 0; at < noise.data.length; at++) noise.data[at] = (at * 7919) % 251
      pen.putImageData(noise, 0, 0)
      const blob = await new Promise<Blob>((done) => canvas.toBlob((b) => done(b!), 'image/png'))
      const transfer = new DataTransfer()
      const padding = new Uint8Array(1_200_000)
      transfer.items.add(new File([blob, padding], '照片.png', { type: 'image/png' }))
      const target = document.querySelector('jiexu-chat')!.shadowRoot!.querySelector('.window')!
      target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }))
    })
    await log().getByText('收到文件：照片.jpg').waitFor()
    const [sent] = [...server.documents.values()]
    expect(sent?.bytes.length).toBeLessThan(1_024_000)
  })
})

describe("on somebody else's page", () => {
  test('one script tag under a strict policy is enough, and the host styles stay outside', async () => {
    const foreign = await startForeignPage(server.origin)
    try {
      await page.goto(foreign.origin)
      const launcher = page.getByRole('button', { name: '社保转移咨询' })
      await launcher.click()
      await say('转社保')
      await log().getByText('收到：转社保').waitFor()
      const spacing = (area: Element) => getComputedStyle(area).letterSpacing
      expect(await log().locator('p').last().evaluate(spacing)).toBe('normal')
      expect(await axe()).toEqual([])
      await input().press('Escape')
      expect(await page.getByRole('dialog').count()).toBe(0)
      expect(await launcher.evaluate((button) => button.matches(':focus'))).toBe(true)
      server.push({ text: '联系函已经发出。' })
      await page.getByRole('img', { name: '有新消息' }).waitFor()
      expect(await axe()).toEqual([])
    } finally {
      await foreign.stop()
    }
  })

  test('attributes of the script open it at once, in English, on the left', async () => {
    const attributes = 'data-open data-locale="en" data-position="left"'
    const foreign = await startForeignPage(server.origin, attributes)
    try {
      await page.goto(foreign.origin)
      await page.getByRole('heading', { name: 'Jiexu' }).waitFor()
      await expect.poll(() => server.log[0]?.body).toEqual({ locale: 'en' })
      expect(await page.locator('.corner.left').count()).toBe(1)
    } finally {
      await foreign.stop()
    }
  })
})

describe('is accessible', () => {
  test.each([
    ['on a phone', { viewport: { width: 320, height: 640 }, hasTouch: true }],
    ['on a wide page', { viewport: { width: 1280, height: 800 } }],
    ['in the dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
  ])('%s, in every state', async (_, options) => {
    await meet(options)
    server.control.state = { flow: 'x', progress: { done: 2, total: 14 }, dossier: null }
    await open()
    expect(await axe()).toEqual([])
    await page.getByRole('button', { name: '外省企业保险' }).click()
    await log().getByText('收到：外省企业保险').waitFor()
    server.push({ text: '- 甲\n- [乙](/b)', choices: kinds })
    server.push({ text: '您好，我是经办人。' }, 'clerk')
    server.control.failNext = [422, 500]
    await say('一')
    await say('二')
    await page.getByText('未发送').waitFor()
    await page.getByRole('button', { name: '更多' }).click()
    expect(await axe()).toEqual([])
    await page.getByRole('menuitemcheckbox').click()
    await context.setOffline(true)
    await page.getByRole('alert').getByText('网络断开了').waitFor()
    expect(await axe()).toEqual([])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
})
