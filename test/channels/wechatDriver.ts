import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { types } from 'wechaty'
import type { Channel } from '../../src/channels/channel.ts'
import { createAccount } from '../../src/channels/wechat/account.ts'
import { manners } from '../../src/channels/wechat/wechat.ts'
import { openApp } from '../openApp.ts'
import { createPhone } from '../wechat/phone.ts'
import { answered } from './answered.ts'
import { type Driver, type Person, until } from './driver.ts'
import { numberOf } from './numberOf.ts'

/** The real wechaty over its mock of WeChat: at no pace, and in this thread, where the phone is. */
export const wechatDriver: Driver = {
  name: 'WeChat',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'jiexu-wechat-'))
    const phone = createPhone()
    const app = await openApp(
      {},
      {
        channels(wiring) {
          const settings = { puppet: phone.puppet, memory: join(folder, 'wechat'), show: () => {} }
          const allowance = () => Number.POSITIVE_INFINITY
          return [{ name: 'wechat', manners, allowance, ...createAccount(settings, wiring) }]
        },
      },
    )
    const account = app.channels[0] as Required<Channel>
    await account.start()
    phone.signIn()
    await until(() => account.standing().connected)
    const ada = phone.person('ada')
    /** Puppets bring the same message again now and then. */
    const twice = (act: () => unknown) =>
      answered(app, () => {
        phone.puppet.once('message', (message) => void phone.puppet.emit('message', message))
        act()
      })
    const heard = async () => ada.heard.map(({ text, file }) => file ?? text)
    const person: Person = {
      heard,
      say: (text) => twice(() => ada.say(text)),
      press: async (label) => person.say(numberOf(label, await heard())),
      send: (name, bytes) => twice(() => ada.send(name, bytes, types.Message.Attachment)),
    }
    return {
      ...{ app, person },
      async close() {
        await account.stop()
        await app.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
