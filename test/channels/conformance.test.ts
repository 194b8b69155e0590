import { describe, expect, test } from 'vitest'
import type { Application } from '../../src/backend/backend.ts'
import { channels } from './channels.ts'
import type { OpenedApp } from './driver.ts'
import { applicationsAt, certificate, clerkOf, stories } from './stories.ts'

const fields = {
  transferKind: 'enterprise',
  name: '张三',
  idNumber: '11010519491231002X',
  personalNumber: '1101234567',
  householdAddress: '河南省郑州市金水区文化路1号',
  insuredPeriod: { from: '2015-03', to: '2019-08' },
  paidMonths: 50,
  accountBalance: 32560.4,
  mobile: '13800138000',
  divisionCode: '120115',
  agencyName: '天津市社会保险基金管理中心宝坻分中心',
  agencyPhone: '022-29241234',
  agencyAddress: '天津市宝坻区南城路2号',
}
const application = (changes: Partial<typeof fields> = {}, mends?: string) => ({
  business: 'pension-in',
  route: 'platform',
  fields: { ...fields, ...changes },
  attachment: { name: '凭证.pdf', type: 'application/pdf', bytes: certificate.length },
  ...(mends && { mends }),
})

/** What the agency must hold in the end, whatever channel it came through. */
const filed: readonly (readonly { application: object; stage: string }[])[] = [
  [{ application: application(), stage: 'submitted' }],
  [{ application: application({ transferKind: 'militarySpouse' }), stage: 'submitted' }],
  [
    { application: application(), stage: 'refused' },
    { application: application({ paidMonths: 48 }, 'the first'), stage: 'submitted' },
  ],
  [{ application: application({ mobile: '13900139000' }), stage: 'accepted' }],
]

/** Ids and serial numbers differ from one application to the next. */
async function held(app: OpenedApp) {
  const all = await applicationsAt(app)
  const serials = all.map(({ serial }) => serial)
  return all.map(({ application, stage }) => ({ application: bare(application, serials), stage }))
}

function bare({ attachment, mends, ...rest }: Application, serials: readonly string[]) {
  const { id: _, ...file } = attachment!
  const first = mends && mends === serials[0] ? 'the first' : mends
  return { ...rest, attachment: file, ...(first && { mends: first }) }
}

describe.each([...channels])('through $name', ({ open }) => {
  test.each(stories.map((story, index) => ({ story, index })))(
    '$story.title',
    async ({ story, index }) => {
      const { app, person, close } = await open()
      try {
        await story.play(person, clerkOf(app))
        expect(await held(app)).toEqual(filed[index])
        // REST says what came meanwhile together with its next answer.
        await person.say('查进度')
        const serials = (await applicationsAt(app)).map(({ serial }) => serial)
        const words = (await person.heard()).join('\n')
        for (const serial of serials) expect(words).toContain(serial)
      } finally {
        await close()
      }
    },
  )
})
