import { openApp } from '../openApp.ts'
import { type Driver, type Person, quiet } from './driver.ts'
import { sendOnPage } from './webDriver.ts'

type Said = { text: string; buttons?: { title: string; payload: string }[] }

const token = 'a-token-of-sixteen-and-more'

export const restDriver: Driver = {
  name: 'REST',
  async open() {
    const app = await openApp({ REST_TOKEN: token })
    const heard: Said[] = []
    const say = async (message: string) => {
      const response = await app.app.request('/webhooks/rest/webhook', {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: JSON.stringify({ sender: 'ada', message }),
      })
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      heard.push(...((await response.json()) as Said[]))
      await quiet(app)
    }
    const person: Person = {
      say,
      async press(label) {
        const buttons = heard.flatMap((said) => said.buttons ?? [])
        const button = buttons.findLast(({ title }) => title === label)
        if (!button) throw new Error(`no button says ${label}`)
        await say(button.payload)
      },
      send: (name, bytes) => sendOnPage(app, person, name, bytes),
      heard: async () => heard.map(({ text }) => text),
    }
    return { app, person, close: () => app.close() }
  },
}
