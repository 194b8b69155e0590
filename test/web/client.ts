import type { Message, StateView } from '../../src/channels/web/view.ts'

/** Whatever answers requests. */
export type Answering = {
  app: { request(path: string, init?: RequestInit): Response | Promise<Response> }
}
export type Answer = { messages: Message[]; state: StateView }
type Sent = { id?: string } & ({ text: string } | { choice: string; seq?: number } | { file: File })

/** One person in one chat, as a page would speak for them. */
export async function openChat({ app }: Answering) {
  const response = await app.request('/api/chats', { method: 'POST' })
  const opened: Answer & { chat: string; token: string } = await response.json()
  const { chat, token } = opened
  const headers = { Authorization: `Bearer ${token}` }
  let count = 0

  /** Sends without looking at what comes back. */
  function post(sent: Sent): Response | Promise<Response> {
    const id = sent.id ?? `m${++count}`
    if ('file' in sent) {
      const body = new FormData()
      body.set('id', id)
      body.set('file', sent.file)
      return app.request(`/api/chats/${chat}/messages`, { method: 'POST', headers, body })
    }
    const body = JSON.stringify({ ...sent, id })
    return app.request(`/api/chats/${chat}/messages`, { method: 'POST', headers, body })
  }

  return {
    ...{ chat, token, headers, opened, post },
    get: (path = '', more: Record<string, string> = {}) =>
      app.request(`/api/chats/${chat}${path}`, { headers: { ...headers, ...more } }),
    erase: () => app.request(`/api/chats/${chat}`, { method: 'DELETE', headers }),
    /** Sends and demands that it was heard. */
    async send(sent: Sent): Promise<Answer> {
      const response = await post(sent)
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      return response.json()
    },
  }
}

/** The smallest PDF that is whole: one empty page. */
export const pdf = (name = '凭证.pdf', filling = '') =>
  new File([`%PDF-1.4\n${onePage}\n%${filling}\n%%EOF\n`], name, { type: 'application/pdf' })

const onePage = [
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
  'trailer<</Root 1 0 R>>',
].join('\n')

/** What fills in the form for a pension to be transferred in, the file last. */
export const certificateOf = (
  file = pdf(),
): ({ text: string } | { choice: string } | { file: File })[] => [
  ...[{ choice: 'pension-in' }, { choice: 'agree' }, { choice: 'enterprise' }, { text: '张三' }],
  ...[{ text: '11010519491231002X' }, { text: '1101234567' }],
  ...[{ text: '河南省郑州市金水区文化路1号' }, { text: '2015年3月至2019年8月' }, { text: '50' }],
  ...[{ text: '32560.40' }, { text: '13800138000' }, { text: '120115' }],
  ...[{ text: '天津市社会保险基金管理中心宝坻分中心' }, { text: '022-29241234' }],
  ...[{ text: '天津市宝坻区南城路2号' }, { file }],
]

/** Fills in the form for a pension to be transferred in, up to its review. */
export async function fillIn(
  person: Awaited<ReturnType<typeof openChat>>,
  file?: File,
): Promise<Answer> {
  let answer: Answer = person.opened
  for (const sent of certificateOf(file)) answer = await person.send(sent)
  if (answer.state.step !== 'review') throw new Error(`stands at ${answer.state.step}`)
  return answer
}
