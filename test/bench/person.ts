import type { Client } from './client.ts'

/** What one person says to fill in a pension transfer, up to the attachment. */
export const words = [
  '我要把外省的养老保险转进来',
  '同意',
  '外省企业保险',
  '我叫张三',
  '11010519491231002X',
  '1101234567',
  '河南省郑州市金水区文化路1号',
  '2015年3月至2019年8月',
  '54个月',
  '三万二千五百六十块四',
  '138 0013 8000',
  '410105',
  '郑州市社会保险中心',
  '0371-12345678',
  '郑州市金水区经三路1号',
] as const

const boundary = 'jiexu-bench'
const upload = (id: string) =>
  Buffer.from(
    [
      `--${boundary}\r\nContent-Disposition: form-data; name="id"\r\n\r\n${id}\r\n`,
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="certificate.pdf"\r\n`,
      `Content-Type: application/pdf\r\n\r\n%PDF-1.4\n${'x'.repeat(20_000)}\n%%EOF\r\n--${boundary}--\r\n`,
    ].join(''),
  )

/** Fills in one whole application over HTTP; each turn's milliseconds go to `took`. Returns the serial number. */
export async function fillIn(
  { post }: Client,
  took: (milliseconds: number) => void,
): Promise<string> {
  const timed = async (path: string, body: object | Buffer, headers = {}) => {
    const start = performance.now()
    const answer = await post(path, body, headers)
    took(performance.now() - start)
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}`)
    return answer.body as { chat: string; token: string; state: { dossier: { serial: string } } }
  }
  const { chat, token } = await timed('/api/chats', {})
  const path = `/api/chats/${chat}/messages`
  const headers = { Authorization: `Bearer ${token}` }
  for (const [index, text] of words.entries()) {
    await timed(path, { id: `m${index}`, text }, headers)
  }
  const type = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }
  await timed(path, upload('file'), { ...headers, ...type })
  const { state } = await timed(path, { id: 'confirm', choice: 'confirm' }, headers)
  if (!state.dossier)
    throw new Error(`the application has no serial number: ${JSON.stringify(state)}`)
  return state.dossier.serial
}
