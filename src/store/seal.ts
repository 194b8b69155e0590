import { fromBase64, toBase64 } from '../backend/base64.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Seals what is personal before it is written, opens what was read, and signs tokens. */
export type Seal = {
  /** AES-256-GCM under the first key; `about` binds the text to its row, so that it opens nowhere else. */
  seal(text: string, about: string): Promise<string>
  /** Opens under whichever key sealed it. Throws when the text was altered or belongs to another row. */
  open(sealed: string, about: string): Promise<string>
  /** A keyed hash for looking up what is sealed. The same under all rotations only while the last key stays. */
  lookup(text: string): Promise<string>
  /** A signature over `text`, url-safe. */
  sign(text: string): Promise<string>
  /** Whether `signature` is ours, under any key. Constant time. */
  verify(text: string, signature: string): Promise<boolean>
}

type Keys = { id: string; cipher: CryptoKey; mac: CryptoKey }

/** Makes a seal of base64 keys of 32 bytes: the first seals and signs, all of them open and verify. */
export async function createSeal(base64Keys: readonly string[]): Promise<Seal> {
  const keys = await Promise.all(base64Keys.map(keysOf))
  const [first, last] = [keys[0], keys.at(-1)]
  if (!first || !last) throw new Error('a seal needs at least one key')
  const byId = new Map(keys.map((key) => [key.id, key]))

  return {
    async seal(text, about) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encoder.encode(about) },
        first.cipher,
        encoder.encode(text),
      )
      return `${first.id}.${toBase64(iv)}${toBase64(new Uint8Array(sealed))}`
    },
    async open(sealed, about) {
      const key = byId.get(sealed.slice(0, 6))
      if (!key) throw new Error('sealed with a key that is not in DATA_KEY')
      const opened = await crypto.subtle.decrypt(
        {
          name: 'AES-GCM',
          iv: fromBase64(sealed.slice(7, 23)),
          additionalData: encoder.encode(about),
        },
        key.cipher,
        fromBase64(sealed.slice(23)),
      )
      return decoder.decode(opened)
    },
    lookup: (text) => mac(last.mac, `lookup:${text}`),
    sign: (text) => mac(first.mac, `sign:${text}`),
    async verify(text, signature) {
      const bytes = fromBase64Url(signature)
      if (!bytes) return false
      const checks = keys.map((key) =>
        crypto.subtle.verify('HMAC', key.mac, bytes, encoder.encode(`sign:${text}`)),
      )
      return (await Promise.all(checks)).includes(true)
    },
  }
}

async function keysOf(base64: string): Promise<Keys> {
  const raw = fromBase64(base64)
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])
  const derive = (purpose: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: encoder.encode(`jiexu ${purpose}`),
  })
  const [cipher, hmac, digest] = await Promise.all([
    crypto.subtle.deriveKey(derive('seal'), material, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    crypto.subtle.deriveKey(
      derive('sign'),
      material,
      { name: 'HMAC', hash: 'SHA-256', length: 256 },
      false,
      ['sign', 'verify'],
    ),
    crypto.subtle.digest('SHA-256', raw),
  ])
  const id = toBase64(new Uint8Array(digest))
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 6)
  return { id, cipher, mac: hmac }
}

async function mac(key: CryptoKey, text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(text)) return null
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
}
