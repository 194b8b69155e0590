import { beforeEach, describe, expect, test } from 'vitest'
import { createLooks } from '../../src/desk/looks.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import { application } from './desk.ts'
import { openDesk, signIn } from './openDesk.ts'

let desk: Awaited<ReturnType<typeof openDesk>>
let headers: Awaited<ReturnType<typeof signIn>>
let serial: string
beforeEach(async () => {
  desk = await openDesk()
  headers = await signIn(desk)
  const receipt = await desk.backend.submit(application(), 'k1')
  if (receipt.kind === 'received') serial = receipt.serial
})

const get = (path: string) => desk.routes.request(`/desk${path}`, { headers })
type Told = {
  looks: { id: number; clerk: string; page: string; subject: string; query: object }[]
  chain: { length: number; brokenAt: number | null }
}
const trail = async (): Promise<Told> => (await get('/looks')).json()

describe('a look at people’s data', () => {
  test('is written down with who, what and whom, before it is answered', async () => {
    await get('/applications?name=张建国')
    await get(`/applications/${serial}`)
    await get(`/applications/${serial}/attachment`)
    await get('/chats/c1')
    await desk.routes.request(`/desk/applications/${serial}/accept`, { method: 'POST', headers })
    const { looks, chain } = await trail()
    expect(looks.map(({ page, subject }) => [page, subject]).reverse()).toEqual([
      ['GET /desk/applications', ''],
      ['GET /desk/applications/:serial', serial],
      ['GET /desk/applications/:serial/attachment', serial],
      ['GET /desk/chats/:chat', 'c1'],
      ['POST /desk/applications/:serial/accept', serial],
    ])
    expect(new Set(looks.map(({ clerk }) => clerk))).toEqual(new Set(['王芳']))
    expect(looks.at(-1)!.query).toEqual({ name: '张建国' })
    expect(chain).toMatchObject({ length: 5, brokenAt: null })
  })

  test('keeps the names and numbers that were searched for sealed', async () => {
    await get('/applications?name=张建国&idNumber=11010519491231002X')
    const rows = await desk.db.selectFrom('look').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toMatch(/张建国|11010519491231002X/)
  })

  test('is not had by whoever cannot be written down', async () => {
    await desk.db.schema.dropTable('look').execute()
    const response = await get(`/applications/${serial}`)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('张建国')
  })

  test('is not written down for who is not signed in', async () => {
    await desk.routes.request(`/desk/applications/${serial}`)
    expect((await trail()).looks).toEqual([])
  })

  test('many at once are numbered without gaps, by two processes too', async () => {
    const other = createLooks(desk.db, inTransaction(desk.db), desk.seal, desk.clock)
    const look = { clerk: '李强', page: 'GET /desk/chats', subject: '', query: {} }
    await Promise.all(
      Array.from({ length: 10 }, () => [get('/applications'), other.note(look)]).flat(),
    )
    expect((await trail()).chain).toMatchObject({ length: 20, brokenAt: null })
  })
})

describe('the trail', () => {
  beforeEach(async () => {
    for (const page of ['/applications', '/chats', '/applications']) await get(page)
  })

  const changes = {
    'an entry is changed': () =>
      desk.db.updateTable('look').set({ clerk: '别人' }).where('id', '=', 2).execute(),
    'an entry is taken out': () => desk.db.deleteFrom('look').where('id', '=', 2).execute(),
    'an entry is put in the place of another': async () => {
      const other = await desk.db.selectFrom('look').selectAll().where('id', '=', 1).execute()
      const { id, ...rest } = other[0]!
      await desk.db
        .updateTable('look')
        .set(rest)
        .where('id', '=', id + 1)
        .execute()
    },
  }
  for (const [what, change] of Object.entries(changes)) {
    test(`shows that ${what}`, async () => {
      expect((await trail()).chain.brokenAt).toBe(null)
      await change()
      expect((await trail()).chain.brokenAt).toBe(2)
      const page = await desk.routes.request('/desk/looks', {
        headers: { cookie: headers.cookie, accept: 'text/html' },
      })
      expect(await page.text()).toContain('第 2 条起的记录被改动过')
    })
  }

  test('shows that its end was cut off, also once it has grown again', async () => {
    await desk.db.deleteFrom('look').where('id', '>', 1).execute()
    expect((await trail()).chain).toMatchObject({ length: 1, brokenAt: 2 })
    for (let count = 0; count < 4; count++) await get('/chats')
    expect((await trail()).chain).toMatchObject({ length: 5, brokenAt: 6 })
    await desk.db.deleteFrom('look').execute()
    expect((await trail()).chain.brokenAt).toBe(1)
  })

  test('shows that the mark of its end was taken away, for ever', async () => {
    await desk.db.deleteFrom('setting').where('name', 'like', 'looks.%').execute()
    expect((await trail()).chain.brokenAt).toBe(4)
    await get('/chats')
    const { looks, chain } = await trail()
    expect(chain).toMatchObject({ length: 5, brokenAt: null })
    expect(looks.map(({ page }) => page).slice(0, 2)).toEqual(['GET /desk/chats', 'GET unmarked'])
  })

  test('is shown a page at a time, the newest first', async () => {
    for (let count = 0; count < 55; count++) await get('/applications')
    const { looks } = await trail()
    expect(looks.map(({ id }) => id).slice(0, 2)).toEqual([58, 57])
    const older: Told = await (await get(`/looks?before=${looks.at(-1)!.id}`)).json()
    expect(older.looks.map(({ id }) => id)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
  })
})
