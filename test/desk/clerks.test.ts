import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, test } from 'vitest'
import { nodeScrypt } from '../../src/desk/nodeScrypt.ts'
import { createPasswords } from '../../src/desk/password.ts'
import { mayCall, roles } from '../../src/desk/roles.ts'
import { application } from './desk.ts'
import { openDesk, signIn } from './openDesk.ts'

type Desk = Awaited<ReturnType<typeof openDesk>>
type Headers = Record<string, string>

let desk: Desk
let supervisor: Headers
beforeEach(async () => {
  desk = await openDesk()
  supervisor = await signIn(desk)
})

const call = (path: string, headers: Headers, body?: object) =>
  desk.routes.request(`/desk${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })

/** Signs in by name and password; null where that is refused. */
async function enter(clerk: string, password: string): Promise<Headers | null> {
  const response = await call('/sign-in', {}, { clerk, password })
  if (response.status !== 200) return null
  const { csrf }: { csrf: string } = await response.json()
  return {
    cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '',
    'x-csrf-token': csrf,
  }
}

/** Opens an account and signs in with it. */
async function colleague(name: string, role: string): Promise<Headers> {
  const { password }: { password: string } = await (
    await call('/clerks', supervisor, { name, role })
  ).json()
  return (await enter(name, password))!
}

const file = async (key = 'k1') => {
  const receipt = await desk.backend.submit(application(), key)
  if (receipt.kind !== 'received') throw new Error('not received')
  return receipt.serial
}
const textOf = (response: Response) => response.text()
const stageOf = async (serial: string) => (await desk.record.status(serial))?.stage

describe('an account', () => {
  test('lets its owner in under that name, by that password alone', async () => {
    const response = await call('/clerks', supervisor, { name: '李强', role: 'clerk' })
    const { password }: { password: string } = await response.json()
    expect(password).toHaveLength(16)
    expect(await enter('李强', 'open sesame')).toBe(null)
    expect(await enter('李强', `${password}x`)).toBe(null)
    const own = (await enter('李强', password))!
    const serial = await file()
    await call(`/applications/${serial}/accept`, own, {})
    const held = await desk.record.read(serial)
    expect(held?.history.at(-1)?.clerk).toBe('李强')
  })

  test('is opened once, with a name and a role that there are', async () => {
    const open = async (body: object) => (await call('/clerks', supervisor, body)).status
    expect(await open({ name: '李强', role: 'clerk' })).toBe(200)
    expect(await open({ name: '李强', role: 'supervisor' })).toBe(409)
    for (const body of [
      {},
      { name: '李' },
      { name: '李强<b>', role: 'clerk' },
      { name: '赵敏', role: 'root' },
    ]) {
      expect(await open(body)).toBe(400)
    }
  })

  test('that is closed, or has a new password, ends what was signed in', async () => {
    const closed = await colleague('李强', 'clerk')
    const renewed = await colleague('赵敏', 'clerk')
    const { password }: { password: string } = await (
      await call(`/clerks/${encodeURIComponent('赵敏')}/new-password`, supervisor, {})
    ).json()
    await call(`/clerks/${encodeURIComponent('李强')}/close`, supervisor, {})
    for (const headers of [closed, renewed]) {
      expect((await call('/applications', headers)).status).toBe(401)
    }
    expect(await enter('赵敏', password)).not.toBe(null)
    expect((await call('/clerks', supervisor, { name: '李强', role: 'clerk' })).status).toBe(409)
  })

  test('has its password changed by its owner, who must know the old one', async () => {
    const { password }: { password: string } = await (
      await call('/clerks', supervisor, { name: '李强', role: 'operator' })
    ).json()
    const own = (await enter('李强', password))!
    const change = async (current: string, next: string) =>
      (await call('/password', own, { current, next })).status
    expect(await change('wrong', 'a much longer one')).toBe(400)
    expect(await change(password, 'short')).toBe(400)
    expect(await change(password, 'a much longer one')).toBe(200)
    expect((await call('/password', own)).status).toBe(401)
    expect(await enter('李强', password)).toBe(null)
    expect(await enter('李强', 'a much longer one')).not.toBe(null)
  })

  test('takes the free choice of a name from the first password', async () => {
    await colleague('李强', 'clerk')
    const first = (await enter('赵敏', 'open sesame'))!
    const serial = await file()
    await call(`/applications/${serial}/accept`, first, {})
    expect((await desk.record.read(serial))?.history.at(-1)?.clerk).toBe('经办员')
  })
})

describe('a role', () => {
  const pages = ['/applications', '/chats', '/looks', '/clerks', '/password']
  const expected = {
    clerk: [200, 200, 403, 403, 200],
    operator: [403, 403, 403, 403, 200],
    supervisor: [200, 200, 200, 200, 200],
  }
  test.each(roles)('of %s sees what it is there for, and nothing else', async (role) => {
    const headers = await colleague('李强', role)
    const seen = []
    for (const page of pages) seen.push((await call(page, headers)).status)
    expect(seen).toEqual(expected[role])
  })

  test('changes nothing by calling what it may not', async () => {
    const serial = await file()
    const operator = await colleague('李强', 'operator')
    expect((await call(`/applications/${serial}/accept`, operator, {})).status).toBe(403)
    expect(await stageOf(serial)).toBe('submitted')
    const clerk = await colleague('赵敏', 'clerk')
    expect((await call('/clerks', clerk, { name: '孙丽', role: 'supervisor' })).status).toBe(403)
    expect(await (await call('/clerks', supervisor)).json()).toMatchObject({
      clerks: [{ name: '李强' }, { name: '赵敏' }],
    })
  })

  test('that is not a supervisor’s may not call what nobody has thought of', () => {
    for (const path of ['/desk/anything', '/desk/constructor', '/desk/__proto__', '/elsewhere']) {
      expect([path, mayCall('clerk', path), mayCall('operator', path)]).toEqual([
        path,
        false,
        false,
      ])
    }
  })
})

describe('where two clerks decide', () => {
  let first: Headers
  let second: Headers
  beforeEach(async () => {
    desk = await openDesk({ secondClerk: 'on' })
    supervisor = await signIn(desk)
    first = await settled('李强')
    second = await settled('赵敏')
  })
  /** A colleague who has chosen a password of their own. */
  const settled = async (name: string) => {
    const next = `${name} 自己知道的密码`
    const opened = await call('/clerks', supervisor, { name, role: 'clerk' })
    const { password: current }: { password: string } = await opened.json()
    await call('/password', (await enter(name, current))!, { current, next })
    return (await enter(name, next))!
  }
  const proposedFor = async (serial: string): Promise<string> => {
    const read = await (await call(`/applications/${serial}`, first)).json()
    return read.proposed?.id ?? ''
  }
  const refuse = (serial: string, headers: Headers) =>
    call(`/applications/${serial}/refuse`, headers, { reason: '转入地未参保缴费' })
  const approve = async (serial: string, headers: Headers) =>
    call(`/applications/${serial}/approve`, headers, { proposal: await proposedFor(serial) })

  test('a refusal waits for the second, and bears both names', async () => {
    const serial = await file()
    const proposed = await refuse(serial, first)
    expect(proposed.status).toBe(202)
    expect(await stageOf(serial)).toBe('submitted')
    expect((await approve(serial, first)).status).toBe(409)
    expect(await stageOf(serial)).toBe('submitted')
    expect((await approve(serial, second)).status).toBe(200)
    const held = await desk.record.read(serial)
    expect(held?.case).toMatchObject({ stage: 'refused', decision: { reason: '转入地未参保缴费' } })
    expect(held?.history.at(-1)?.clerk).toBe('李强（赵敏 复核）')
    expect((await approve(serial, second)).status).toBe(409)
  })

  test('a payment waits too, and what tells nobody no does not', async () => {
    const serial = await file()
    for (const action of ['accept', 'issue-contact-letter', 'record-information-form']) {
      expect((await call(`/applications/${serial}/${action}`, first, {})).status).toBe(200)
    }
    const funds = await call(`/applications/${serial}/record-funds`, first, { amount: '32856.40' })
    expect(funds.status).toBe(202)
    expect(await stageOf(serial)).toBe('informationFormReceived')
    await approve(serial, second)
    expect((await desk.record.read(serial))?.case.decision.amount).toBe(32856.4)
  })

  test('one thing waits at a time, and may be withdrawn', async () => {
    const serial = await file()
    await refuse(serial, first)
    expect((await refuse(serial, second)).status).toBe(409)
    expect((await call(`/applications/${serial}/withdraw`, second, {})).status).toBe(200)
    expect((await approve(serial, second)).status).toBe(409)
    expect(await stageOf(serial)).toBe('submitted')
    expect((await refuse(serial, second)).status).toBe(202)
  })

  test('what is wrong is said to the first, and does not wait', async () => {
    const serial = await file()
    expect((await call(`/applications/${serial}/refuse`, first, {})).status).toBe(400)
    expect((await approve(serial, second)).status).toBe(409)
  })

  test('nobody is both: names that are only said do not count, nor accounts whose password another knows', async () => {
    desk = await openDesk({ secondClerk: 'on' })
    supervisor = await signIn(desk)
    const serial = await file()
    expect(await textOf(await refuse(serial, supervisor))).toContain('自己的账号')
    first = await settled('李强')
    second = await colleague('赵敏', 'clerk')
    expect(await textOf(await refuse(serial, second))).toContain('修改密码')
    expect((await refuse(serial, first)).status).toBe(202)
    expect(await textOf(await approve(serial, second))).toContain('修改密码')
    expect(await textOf(await approve(serial, supervisor))).toContain('自己的账号')
    second = await settled('王敏')
    await call('/clerks/王敏/new-password', supervisor, {})
    expect((await approve(serial, second)).status).toBe(401)
    expect(await stageOf(serial)).toBe('submitted')
  })

  test('what is approved is what was shown', async () => {
    const serial = await file()
    await refuse(serial, first)
    const shown = await proposedFor(serial)
    await call(`/applications/${serial}/withdraw`, first, {})
    await call(`/applications/${serial}/refuse`, first, { reason: '材料不全' })
    const late = await call(`/applications/${serial}/approve`, second, { proposal: shown })
    expect(await textOf(late)).toContain('变了')
    expect((await call(`/applications/${serial}/approve`, second, {})).status).toBe(409)
    expect(await stageOf(serial)).toBe('submitted')
    expect((await approve(serial, second)).status).toBe(200)
    expect((await desk.record.read(serial))?.case.decision.reason).toBe('材料不全')
  })

  test('of many who approve at once one does it', async () => {
    const serial = await file()
    await refuse(serial, first)
    const answers = await Promise.all([1, 2, 3, 4].map(() => approve(serial, second)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  })

  test('the page shows what waits, to the second with a button', async () => {
    const serial = await file()
    await refuse(serial, first)
    const see = async ({ cookie = '' }: Headers) =>
      (
        await desk.routes.request(`/desk/applications/${serial}`, {
          headers: { cookie, accept: 'text/html' },
        })
      ).text()
    expect(await see(first)).toContain('要由另一位经办员复核')
    expect(await see(first)).not.toContain('复核同意')
    expect(await see(second)).toContain('复核同意')
    const rows = await desk.db.selectFrom('proposal').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('转入地未参保')
  })
})

describe('a password', () => {
  const cost = { logN: 10, r: 8, p: 2 }
  test('is hashed alike on every runtime, as RFC 7914 says', async () => {
    const derive = promisify(scrypt)
    const text = '开门'.normalize('NFKC')
    const stored = await createPasswords(undefined, cost).hash(text)
    const [how, salt = '', hash] = stored.split('.')
    expect(how).toBe('scrypt-10-8-2')
    const expected = (await (derive as (...given: unknown[]) => Promise<Buffer>)(
      ...[text, Buffer.from(salt, 'base64'), 32, { N: 1024, r: 8, p: 2 }],
    )) as Buffer
    expect(hash).toBe(expected.toString('base64'))
    expect(await createPasswords(nodeScrypt).verify(text, stored)).toBe(true)
    expect(await createPasswords(nodeScrypt).verify('关门', stored)).toBe(false)
    const onNode = await createPasswords(nodeScrypt).hash(text)
    expect(onNode).toMatch(/^scrypt-15-8-3\./)
    expect(await createPasswords(nodeScrypt).verify(text, onNode)).toBe(true)
  })

  test.each(['', 'x', 'scrypt-10-8.a.b', 'pbkdf2-sha256-6x100000.AAAA.AAAA'])(
    'never fits a hash that is none: %j',
    async (stored) => {
      expect(await createPasswords().verify('', stored)).toBe(false)
    },
  )
})
