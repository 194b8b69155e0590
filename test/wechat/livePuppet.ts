import { BroadcastChannel } from 'node:worker_threads'
import { types } from 'wechaty'
import { mock, PuppetMock } from 'wechaty-puppet-mock'
import { createPhone, onMessage } from './phone.ts'

/** What a test may make happen to a puppet in another thread. */
export type Deed =
  | { do: 'signIn' | 'reject' | 'stop' | 'block' }
  | { do: 'scan'; code: string }
  | { do: 'say'; from: string; text: string }
  | { do: 'send'; from: string; name: string; bytes: Uint8Array }

/** What the puppet tells the test: it has started, or somebody's phone got something. */
export type News = { started: true } | { to: string; text: string }

/** Threads of one process hear each other. */
export const lineOf = (end: 'deeds' | 'news') => new BroadcastChannel(`${end}-${process.pid}`)

/** The mock puppet as an npm package would bring it, led by whoever is on the line. */
export default class LivePuppet extends PuppetMock {
  constructor() {
    super({ mocker: new mock.Mocker() })
  }

  override async onStart(): Promise<void> {
    await super.onStart()
    const news = lineOf('news')
    const deeds = lineOf('deeds')
    const phone = createPhone(this)
    const people = new Map<string, ReturnType<typeof phone.person>>()
    const person = (id: string) => {
      const known = people.get(id)
      if (known) return known
      const one = phone.person(id)
      people.set(id, one)
      onMessage(one.contact, (message) => {
        if (message.talker().id === 'bot') news.postMessage({ to: id, text: message.text() ?? '' })
      })
      return one
    }

    deeds.onmessage = ({ data }: { data: unknown }) => {
      const deed = data as Deed
      switch (deed.do) {
        case 'signIn':
          return phone.signIn()
        case 'scan':
          return phone.scan(deed.code)
        case 'say':
          return person(deed.from).say(deed.text)
        case 'send':
          return person(deed.from).send(deed.name, deed.bytes, types.Message.Attachment)
        case 'reject':
          return void Promise.reject(new Error('nobody catches this'))
        case 'stop':
          return void this.stop()
        case 'block':
          for (;;);
      }
    }
    news.postMessage({ started: true })
  }
}
