import { fromBase64, toBase64 } from '../../base64.ts'

/** The platform's envelope: who holds the token may sign, who holds the AES key may open and seal. */
export type Envelope = {
  /** Opens what the platform sealed for this account. Throws where it is no such thing. */
  open(sealed: string): Promise<string>
  /** Seals an answer. The random head, 16 bytes, is given only by tests. */
  seal(message: string, head?: Uint8Array<ArrayBuffer>): Promise<string>
}

const encoder = new TextEncoder()

/** The signature over some parts: SHA-1 of them sorted by code unit and put together. */
export async function signatureOf(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', encoder.encode([...parts].sort().join('')))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Compares in a time that tells nothing about where two texts differ. */
export function isSame(given: string, ours: string): boolean {
  let difference = given.length ^ ours.length
  for (let at = 0; at < ours.length; at++) difference |= given.charCodeAt(at) ^ ours.charCodeAt(at)
  return difference === 0
}

const headBytes = 16
const lengthBytes = 4
/** The scheme pads to 32 bytes, twice the cipher's block. */
const padTo = 32
const block = 16

/**
 * AES-256-CBC as the platform wants it: a random head, the length, the message and the account's id.
 * CBC is not authenticated: only the signature over the sealed text tells that it is whole.
 */
export function createEnvelope(aesKey: string, account: string): Envelope {
  const raw = fromBase64(`${aesKey}=`)
  const iv = raw.slice(0, block)
  let imported: Promise<CryptoKey> | null = null
  const keyOf = () => {
    imported ??= crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt', 'decrypt'])
    return imported
  }

  return {
    async open(sealed) {
      const key = await keyOf()
      const cipher = fromBase64(sealed)
      if (cipher.length < 2 * block || cipher.length % block !== 0) throw new Error('a bad length')
      // WebCrypto strips a padding of its own: it is given one to strip.
      const padding = await crypto.subtle.encrypt(
        { name: 'AES-CBC', iv: cipher.slice(-block) },
        key,
        new Uint8Array(0),
      )
      const padded = joined(cipher, new Uint8Array(padding))
      const plain = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, padded)
      return messageIn(new Uint8Array(plain), account)
    },

    async seal(message, head = crypto.getRandomValues(new Uint8Array(headBytes))) {
      const words = encoder.encode(message)
      const length = new Uint8Array(lengthBytes)
      new DataView(length.buffer).setUint32(0, words.length)
      const body = joined(head, length, words, encoder.encode(account))
      const missing = padTo - (body.length % padTo)
      const padded = joined(body, new Uint8Array(missing).fill(missing))
      const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, await keyOf(), padded)
      return toBase64(new Uint8Array(sealed).slice(0, -block))
    },
  }
}

function messageIn(plain: Uint8Array<ArrayBuffer>, account: string): string {
  const padding = plain.at(-1) ?? 0
  if (padding < 1 || padding > padTo || padding > plain.length) throw new Error('a bad padding')
  const body = plain.slice(0, plain.length - padding)
  const from = headBytes + lengthBytes
  if (body.length < from) throw new Error('too short')
  const to = from + new DataView(body.buffer).getUint32(headBytes)
  if (to > body.length) throw new Error('a bad length')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  if (decoder.decode(body.slice(to)) !== account) throw new Error('for another account')
  return decoder.decode(body.slice(from, to))
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
