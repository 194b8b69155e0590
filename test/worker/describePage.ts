import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../browser/browser.ts'
import type { Worker } from './startWorker.ts'

/** The page of the chat in a real browser, which hears the worker over a WebSocket. */
export function describePage(worker: () => Worker): void {
  describe('the page on a phone', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchBrowser()
    })
    afterAll(() => browser?.close())

    test('hears over a WebSocket what another page of the same chat says', async () => {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
      const [here, there] = [await context.newPage(), await context.newPage()]
      const sockets: string[] = []
      const wrong: string[] = []
      here.on('websocket', (socket) => sockets.push(socket.url()))
      for (const page of [here, there]) {
        page.on('pageerror', (error) => wrong.push(String(error)))
        page.on('console', (message) => {
          if (message.type() === 'error') wrong.push(message.text())
        })
      }
      const heard = (page: typeof here, words: string) =>
        page.getByRole('log').getByText(words).last().waitFor()
      await here.goto(worker().origin)
      await heard(here, '您想办什么')
      await expect.poll(() => sockets.length, { timeout: 20_000 }).toBe(1)
      expect(sockets[0]).toMatch(/^ws:.*\/api\/chats\/[\w-]+\/events\?after=\d+$/)

      await there.goto(worker().origin)
      await heard(there, '您想办什么')
      await there.locator('jiexu-chat textarea').fill('什么是联系函')
      await there.keyboard.press('Enter')
      await heard(here, '什么是联系函')
      await heard(here, '转入地')
      expect(wrong).toEqual([])
    })
  })
}
