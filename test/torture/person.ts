import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import type { Answer, Chat, Ledger, StateRead } from './ledger.ts'

type Message = { text: string } | { choice: string } | { file: true }

export type Surroundings = {
  ledger: Ledger
  chance: Chance
  /** A server that listens; null while none does. */
  origin: (chance: Chance) => string | null
  isOver: () => boolean
}

/** What people answer, by the field that is asked. */
const answers: Readonly<Record<string, Message>> = {
  transferKind: { choice: 'enterprise' },
  name: { text: '我叫张三' },
  idNumber: { text: '11010519491231002X' },
  personalNumber: { text: '1101234567' },
  householdAddress: { text: '河南省郑州市金水区文化路1号' },
  householdType: { choice: 'urban' },
  contactAddress: { text: '北京市朝阳区建国路1号' },
  postcode: { text: '100020' },
  insuredPeriod: { text: '2015年3月至2019年8月' },
  paidMonths: { text: '50' },
  accountBalance: { text: '32560.40' },
  mobile: { text: '138 0013 8000' },
  divisionCode: { text: '120115' },
  origin: { text: '天津市宝坻区' },
  destination: { text: '北京市朝阳区' },
  agencyName: { text: '天津市社会保险基金管理中心宝坻分中心' },
  agencyPhone: { text: '022-29241234' },
  agencyAddress: { text: '天津市宝坻区南城路2号' },
  certificate: { file: true },
}
const byStep: Readonly<Record<string, Message>> = {
  consent: { choice: 'agree' },
  review: { choice: 'confirm' },
}
const asides = [
  '你好',
  '等一下，这个要多久？',
  '帮助',
  '上一步',
  '再说一遍',
  '查进度',
  '转人工',
  '继续',
]
const wishes = ['pension-in', 'national-platform', 'national-platform', 'need-transfer']

/** Somebody who opens chat after chat, files applications, changes their mind, and whose network repeats itself. */
export async function livePerson(surroundings: Surroundings): Promise<void> {
  const { ledger, chance, origin, isOver } = surroundings
  const late = new Set<Promise<unknown>>()

  /** One request to any server; null where there was no answer, or none that says what became of it. */
  async function send(chat: Chat, path: string, init: RequestInit): Promise<Response | null> {
    const to = origin(chance)
    if (!to) return null
    ledger.counts.deliveries++
    const headers = { Authorization: `Bearer ${chat.token}` }
    try {
      const url = `${to}/api/chats/${chat.chat}${path}`
      const response = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(20_000) })
      if (response.status < 500) return response
      ledger.counts.refusals++
    } catch {
      ledger.counts.unanswered++
    }
    return null
  }

  async function deliverOnce(
    chat: Chat,
    id: string,
    message: Message,
  ): Promise<Answer | 'gone' | null> {
    const response = await send(chat, '/messages', { method: 'POST', body: bodyOf(id, message) })
    if (!response) return null
    if (response.status === 404) return 'gone'
    if (response.status !== 200) {
      ledger.broken.push(`${chat.chat} ${id} was answered ${response.status}`)
      return 'gone'
    }
    const answer = (await response.json().catch(() => null)) as Answer | null
    if (answer && !chat.erased) ledger.acknowledge(chat, id, answer)
    return answer
  }

  /** Delivers a message until it is acknowledged, and sometimes once or twice more, by and by. */
  async function deliver(chat: Chat, id: string, message: Message): Promise<Answer | 'gone'> {
    for (let copies = chance.below(3); copies > 0; copies--) {
      const copy = sleep(chance.below(1_500)).then(() => deliverOnce(chat, id, message))
      const own = copy.finally(() => late.delete(own))
      late.add(own)
    }
    for (;;) {
      const answer = await deliverOnce(chat, id, message)
      if (answer) return answer
      await sleep(20 + chance.below(120))
    }
  }

  async function open(): Promise<Chat> {
    for (;;) {
      const to = origin(chance)
      const response = to && (await fetch(`${to}/api/chats`, { method: 'POST' }).catch(() => null))
      const opened =
        response && response.status === 201 && (await response.json().catch(() => null))
      if (opened) return ledger.open(opened.chat, opened.token)
      await sleep(20 + chance.below(120))
    }
  }

  async function erase(chat: Chat): Promise<void> {
    chat.erased = true
    for (;;) {
      const response = await send(chat, '', { method: 'DELETE' })
      if (response?.status === 200 || response?.status === 404) return
      await sleep(20 + chance.below(120))
    }
  }

  async function talk(): Promise<void> {
    const chat = await open()
    const wish = chance.pick(wishes)
    let state: StateRead | null = null
    for (let number = 1; number < 45 && !isOver(); number++) {
      const message = number === 1 ? { choice: wish } : next(state)
      const both = [deliver(chat, `m${number}`, message)]
      // Somebody who writes on before the answer is there: which comes first is not known.
      if (chance.happens(0.08))
        both.push(deliver(chat, `n${number}`, { text: chance.pick(asides) }))
      const [answer] = (await Promise.all(both)) as [Answer | 'gone']
      if (answer === 'gone') return
      state = answer.state
      if (state.dossier && chance.happens(0.3)) break
    }
    if (chance.happens(0.07)) await erase(chat)
  }

  function next(state: StateRead | null): Message {
    if (chance.happens(0.12)) return { text: chance.pick(asides) }
    return byStep[state?.step ?? ''] ?? answers[state?.field ?? ''] ?? { text: chance.pick(asides) }
  }

  while (!isOver()) await talk()
  while (late.size > 0) await Promise.all(late)
}

function bodyOf(id: string, message: Message): string | FormData {
  if (!('file' in message)) return JSON.stringify({ id, ...message })
  const body = new FormData()
  body.set('id', id)
  body.set('file', new File([`%PDF-1.4\n${'x'.repeat(3_000)}\n%%EOF\n`], '凭证.pdf'))
  return body
}
