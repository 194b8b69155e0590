import type { Message } from '../../src/channels/web/view.ts'
import { openApp } from '../openApp.ts'
import { type Answer, openChat } from '../web/client.ts'
import type { Driver, OpenedApp, Person } from './driver.ts'
import { quiet } from './driver.ts'

const wordsIn = ({ text, file }: Message) => [text, file?.name].filter(Boolean).join('\n')

/** Somebody on the page of the web chat. */
export async function personOnPage(app: OpenedApp) {
  const page = await openChat(app)
  const all = async (): Promise<Answer> => (await page.get()).json()
  const person: Person = {
    async say(text) {
      await page.send({ text })
      await quiet(app)
    },
    async press(label) {
      const { messages } = await all()
      const offered = messages.findLast(({ choices }) =>
        choices?.some((choice) => choice.label === label),
      )
      const choice = offered?.choices?.find((one) => one.label === label)
      if (!choice) throw new Error(`no button says ${label}`)
      await page.send({ choice: choice.value })
      await quiet(app)
    },
    async send(name, bytes) {
      await page.send({ file: new File([bytes], name) })
      await quiet(app)
    },
    async heard() {
      const { messages } = await all()
      return messages.filter(({ from }) => from !== 'user').map(wordsIn)
    },
  }
  return { page, person }
}

/**
 * What people do whose channel carries no such file: they go on with the conversation on the page,
 * and send it there.
 */
export async function sendOnPage(
  app: OpenedApp,
  person: Person,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await person.say('换到网页继续')
  const code = /接续码 ([\d ]{12})/.exec((await person.heard()).at(-1) ?? '')?.[1]
  if (!code) throw new Error('there was no code')
  const onPage = await personOnPage(app)
  await onPage.person.say(`接续码 ${code}`)
  await onPage.person.send(name, bytes)
}

export const webDriver: Driver = {
  name: 'the web page',
  async open() {
    const app = await openApp()
    const { person } = await personOnPage(app)
    return { app, person, close: () => app.close() }
  },
}
