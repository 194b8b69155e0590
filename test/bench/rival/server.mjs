import { createServer } from 'node:http'
import botbuilder from 'botbuilder'
import dialogs from 'botbuilder-dialogs'
import sqlite3 from 'sqlite3'

const { BotAdapter, ConversationState, TurnContext } = botbuilder
const { DialogSet, DialogTurnStatus, TextPrompt, WaterfallDialog } = dialogs

/** A form of the Microsoft Bot Framework: a waterfall of the prompts of a pension transfer, each turn durable. */
const prompts = [
  '您以前参加的是哪一种养老保险？',
  '参保人的姓名是什么？',
  '公民身份号码是多少？',
  '个人编号是多少？',
  '户籍地地址怎么写？',
  '参保起止时间是？',
  '实际缴费月数是多少？',
  '个人账户储存额是多少？',
  '手机号码是多少？',
  '行政区划代码是多少？',
  '经办机构的名称是什么？',
  '经办机构的电话是多少？',
  '经办机构的地址怎么写？',
]

const database = new sqlite3.Database('rival.db')
const exec = (sql) => new Promise((done, fail) => database.exec(sql, (e) => (e ? fail(e) : done())))
await exec('pragma journal_mode = wal; pragma synchronous = full')
await exec('create table kept (key text primary key, value text not null)')
const reading = database.prepare('select value from kept where key = ?')
const writing = database.prepare('insert or replace into kept (key, value) values (?, ?)')

/** Bot Framework's storage over one table: a commit for each write. */
const storage = {
  async read(keys) {
    const found = await Promise.all(
      keys.map(
        (key) =>
          new Promise((done, fail) =>
            reading.get([key], (error, row) => (error ? fail(error) : done([key, row]))),
          ),
      ),
    )
    return Object.fromEntries(
      found.flatMap(([key, row]) => (row ? [[key, JSON.parse(row.value)]] : [])),
    )
  },
  async write(changes) {
    await Promise.all(
      Object.entries(changes).map(
        ([key, value]) =>
          new Promise((done, fail) =>
            writing.run([key, JSON.stringify({ ...value, eTag: '*' })], (e) =>
              e ? fail(e) : done(),
            ),
          ),
      ),
    )
  },
  async delete() {},
}

const state = new ConversationState(storage)
const set = new DialogSet(state.createProperty('dialog'))
set.add(new TextPrompt('text', async (prompt) => prompt.recognized.succeeded))
set.add(
  new WaterfallDialog('form', [
    ...prompts.map((text, index) => async (step) => {
      if (index > 0) step.values[index - 1] = step.result
      return step.prompt('text', text)
    }),
    async (step) => {
      await step.context.sendActivity(`已收到：${Object.keys(step.values).length + 1} 项`)
      return step.endDialog()
    },
  ]),
)

/** Hands activities to the dialog and collects what it says. */
class Collecting extends BotAdapter {
  async sendActivities(context, activities) {
    context.turnState.get('said').push(...activities.map(({ text }) => text))
    return activities.map(() => ({ id: '1' }))
  }
}
const adapter = new Collecting()

async function turn(conversation, text) {
  const context = new TurnContext(adapter, {
    ...{ type: 'message', text, channelId: 'bench', serviceUrl: 'http://127.0.0.1' },
    ...{ conversation: { id: conversation }, from: { id: conversation }, recipient: { id: 'bot' } },
  })
  const said = []
  context.turnState.set('said', said)
  await adapter.runMiddleware(context, async () => {
    const dialog = await set.createContext(context)
    const { status } = await dialog.continueDialog()
    if (status === DialogTurnStatus.empty) await dialog.beginDialog('form')
    await state.saveChanges(context)
  })
  return said
}

createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok')
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const { conversation, text } = JSON.parse(Buffer.concat(parts))
    turn(conversation, text).then(
      (messages) => {
        response.setHeader('Content-Type', 'application/json')
        response.end(JSON.stringify({ messages }))
      },
      (error) => {
        response.statusCode = 500
        response.end(JSON.stringify({ error: error.message }))
      },
    )
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
