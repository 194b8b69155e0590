import { setTimeout as sleep } from 'node:timers/promises'
import type { Brought } from './messenger.ts'
import type { Surroundings } from './person.ts'

/** What people write, by what the last message asks. */
const answers: readonly (readonly [RegExp, string])[] = [
  [/同意/, '同意'],
  [/姓名是什么/, '张三'],
  [/社会保障号码/, '11010519491231002X'],
  [/手机号码/, '13800138000'],
  [/户籍地址/, '河南省郑州市金水区文化路1号'],
  [/您要转到哪里/, '北京市朝阳区'],
  [/以前在哪里参保/, '天津市宝坻区'],
  [/请核对/, '确认提交'],
]
const asides = ['你好', '帮助', '这个要多久？', '查进度', '国家平台转养老保险']

/** Somebody on the platform, which hands on what they write once, twice or three times, until it is received. */
export async function correspond(
  { ledger, chance, origin, isOver }: Surroundings,
  platform: string,
): Promise<void> {
  const late = new Set<Promise<unknown>>()

  async function handOnOnce(person: string, id: string, text: string): Promise<boolean> {
    const to = origin(chance)
    if (!to) return false
    ledger.counts.deliveries++
    const sent = { method: 'POST', body: JSON.stringify({ id, person, text }) }
    const response = await fetch(`${to}/messenger`, sent).catch(() => null)
    if (!response) ledger.counts.unanswered++
    else if (!response.ok) ledger.counts.refusals++
    return response?.ok ?? false
  }

  async function handOn(person: string, id: string, text: string): Promise<void> {
    for (let copies = chance.below(3); copies > 0; copies--) {
      const copy = sleep(chance.below(1_500)).then(() => handOnOnce(person, id, text))
      const own = copy.finally(() => late.delete(own))
      late.add(own)
    }
    while (!(await handOnOnce(person, id, text))) await sleep(20 + chance.below(120))
    ledger.written.push({ person, id })
  }

  const read = async (person: string): Promise<Brought[]> =>
    (await fetch(`${platform}/messages?to=${person}`)).json()

  /** Waits for something new, but not for ever: a message may be minutes late. */
  async function nextAfter(person: string, count: number): Promise<Brought[]> {
    for (let tries = 0; tries < 40 && !isOver(); tries++) {
      const all = await read(person)
      if (all.length > count) return all
      await sleep(50)
    }
    return read(person)
  }

  async function write(): Promise<void> {
    const person = `p${chance.below(2 ** 32)}`
    let seen: Brought[] = []
    for (let number = 1; number < 25 && !isOver(); number++) {
      const last = seen.at(-1)?.text ?? ''
      const known = answers.find(([asked]) => asked.test(last))?.[1]
      const isAside = !known || chance.happens(0.1)
      await handOn(
        person,
        `m${number}`,
        number === 1 ? asides[4]! : isAside ? chance.pick(asides) : known,
      )
      seen = await nextAfter(person, seen.length)
    }
  }

  while (!isOver()) await write()
  while (late.size > 0) await Promise.all(late)
}
