import { createWechatAccount } from '../../src/channels/wechatAccount/wechatAccount.ts'
import { openApp } from '../openApp.ts'
import { aesKey, keys, settingsOf } from '../wechatAccount/account.ts'
import { startPlatform } from '../wechatAccount/platform.ts'
import { answered } from './answered.ts'
import type { Driver, Person } from './driver.ts'
import { numberOf } from './numberOf.ts'
import { sendOnPage } from './webDriver.ts'

const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47])

/** An official account in safe mode: sealed callbacks in; answers in time and customer service out. */
export const wechatAccountDriver: Driver = {
  name: 'a WeChat official account',
  async open() {
    const platform = await startPlatform({ ...keys, aesKey }, () => new Date())
    const settings = settingsOf(platform.address, { aesKey })
    const app = await openApp(settings, {
      channels: (wiring) => [
        createWechatAccount(settings, wiring, { patience: 1_000, gathering: 1, lead: 1 })!,
      ],
      rasterize: async () => picture,
    })
    const heard = async () =>
      platform.person('ada').got.flatMap((got) => {
        if (got.kind === 'template') return []
        return [got.kind === 'text' ? got.text : got.name]
      })
    const bring = (fields: Record<string, string>) =>
      answered(app, async () => {
        const call = (request: Request) => app.app.request(request)
        const { status } = await platform.bring(call, 'ada', platform.message('ada', fields))
        if (status !== 200) throw new Error(`the callback was answered ${status}`)
      })
    const person: Person = {
      heard,
      say: (text) => bring({ MsgType: 'text', Content: text }),
      press: async (label) => person.say(numberOf(label, await heard())),
      send: (name, bytes) =>
        name.endsWith('.pdf')
          ? sendOnPage(app, person, name, bytes)
          : bring({ MsgType: 'image', MediaId: platform.keep(bytes) }),
    }
    return {
      ...{ app, person },
      async close() {
        await app.close()
        await platform.stop()
      },
    }
  },
}
