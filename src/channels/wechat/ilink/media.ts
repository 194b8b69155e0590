import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Ilink, Item, Media } from './protocol.ts'

/** How long media may take on their way, milliseconds. */
const patience = 60_000
/** The most that is taken of a file, bytes. */
const mostBytes = 11 * 1024 * 1024

const algorithm = 'aes-128-ecb'

/** Brings a file to the platform, sealed; answers the item that stands for it in a message. */
export async function upload(
  ilink: Ilink,
  to: string,
  name: string,
  type: string,
  content: Buffer,
): Promise<object> {
  const key = randomBytes(16)
  const cipher = createCipheriv(algorithm, key, null)
  const sealed = Buffer.concat([cipher.update(content), cipher.final()])
  const isPicture = type.startsWith('image/')
  const place = await ilink.placeFor({
    ...{ filekey: randomBytes(16).toString('hex'), to_user_id: to, aeskey: key.toString('hex') },
    ...{ media_type: isPicture ? 1 : 3, no_need_thumb: true },
    ...{ rawsize: content.length, filesize: sealed.length },
    rawfilemd5: createHash('md5').update(content).digest('hex'),
  })
  const signal = AbortSignal.timeout(patience)
  const headers = { 'Content-Type': 'application/octet-stream' }
  const response = await fetch(place, { method: 'POST', headers, body: sealed, signal })
  const param = response.headers.get('x-encrypted-param')
  if (!response.ok || !param) throw new Error(`iLink takes no media: ${response.status}`)
  const media = {
    ...{ encrypt_query_param: param, encrypt_type: 1 },
    aes_key: Buffer.from(key.toString('hex')).toString('base64'),
  }
  return isPicture
    ? { type: 2, image_item: { media, mid_size: sealed.length } }
    : { type: 4, file_item: { media, file_name: name, len: String(content.length) } }
}

/** Gets the file that an item of a message stands for, and opens it. */
export async function download(ilink: Ilink, item: Item): Promise<Buffer> {
  const { media } = item.image_item ?? item.file_item ?? {}
  if (!media) throw new Error('an iLink message without its media')
  const signal = AbortSignal.timeout(patience)
  const response = await fetch(ilink.placeOf(media), { signal })
  if (!response.ok) throw new Error(`iLink gives no media: ${response.status}`)
  const length = Number(response.headers.get('content-length') ?? 0)
  if (length > mostBytes) throw new Error('iLink media are too large')
  const sealed = Buffer.from(await response.arrayBuffer())
  const cipher = createDecipheriv(algorithm, keyOf(media, item.image_item?.aeskey), null)
  return Buffer.concat([cipher.update(sealed), cipher.final()])
}

/** Of pictures the key is there in hex; else in base64, of its bytes or of its hex. */
function keyOf({ aes_key = '' }: Media, hex?: string): Buffer {
  if (hex) return Buffer.from(hex, 'hex')
  const bytes = Buffer.from(aes_key, 'base64')
  return bytes.length === 16 ? bytes : Buffer.from(bytes.toString('ascii'), 'hex')
}
