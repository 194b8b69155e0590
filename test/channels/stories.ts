import type { ActionName } from '../../src/desk/stages.ts'
import type { OpenedApp, Person } from './driver.ts'
import { quiet } from './driver.ts'

/** What happens to somebody, on whatever channel. */
export type Story = {
  title: string
  play(person: Person, clerk: Clerk): Promise<void>
}

/** A clerk at the agency's desk, who takes the newest application in hand. */
export type Clerk = { act(action: ActionName, particulars?: object): Promise<void> }

export const clerkOf = (app: OpenedApp): Clerk => ({
  async act(action, particulars = {}) {
    const { serial } = (await applicationsAt(app)).at(-1)!
    const acted = await app.desk.record.act(serial, action, particulars, '经办')
    if (acted.kind !== 'done') throw new Error(`${action}: ${acted.kind}`)
    await app.follower.look()
    await quiet(app)
  },
})

/** What the agency holds, oldest first. */
export async function applicationsAt({ db, desk }: OpenedApp) {
  const rows = await db.selectFrom('application').select('serial').orderBy('submittedAt').execute()
  const read = await Promise.all(rows.map(({ serial }) => desk.record.read(serial)))
  return read.map((one) => {
    const { serial, application, stage } = one!.case
    return { serial, application, stage }
  })
}

export const certificate = new TextEncoder().encode('%PDF-1.4\n凭证\n%%EOF\n')

const cells = [
  ...['张三', '11010519491231002X', '1101234567', '河南省郑州市金水区文化路1号'],
  ...['2015年3月至2019年8月', '50', '32560.40', '13800138000', '120115'],
  ...['天津市社会保险基金管理中心宝坻分中心', '022-29241234', '天津市宝坻区南城路2号'],
]

async function fillIn(person: Person): Promise<void> {
  for (const cell of cells) await person.say(cell)
  await person.send('凭证.pdf', certificate)
}

export const stories: readonly Story[] = [
  {
    title: 'a pension is transferred in, with every choice by its button',
    async play(person) {
      await person.say('我要把外省的养老保险转进来')
      await person.press('同意，开始填写')
      await person.press('外省企业保险转入')
      await fillIn(person)
      await person.say('确认提交')
    },
  },
  {
    title: 'a pension is transferred in, with every choice by its number or its words',
    async play(person) {
      await person.say('你好')
      await person.say('把外省的养老保险转进来')
      await person.say('1')
      await person.say('3')
      await fillIn(person)
      await person.say('1')
    },
  },
  {
    title: 'what was refused is mended and sent again',
    async play(person, clerk) {
      await stories[0]!.play(person, clerk)
      await clerk.act('accept')
      await clerk.act('refuse', { reason: '实际缴费月数与凭证不符', field: 'paidMonths' })
      await person.say('修改实际缴费月数并重新提交')
      await person.say('48')
      await person.say('1')
    },
  },
  {
    title: 'how far it is, and a correction before it is sent',
    async play(person, clerk) {
      await person.say('帮我办养老转入')
      await person.say('同意，开始填写')
      await person.say('外省企业保险转入')
      await fillIn(person)
      await person.say('手机号改成13900139000')
      await person.press('确认提交')
      await clerk.act('accept')
      await person.say('查进度')
    },
  },
]
