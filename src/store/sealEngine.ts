import { fromBase64, toBase64 } from '../base64.ts'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * AES-256-GCM and HMAC-SHA-256 under one pair of keys. What is sealed is, in base64, a fresh
 * initialisation vector of twelve bytes, the ciphertext, and its tag of sixteen.
 */
export type Engine = {
  encrypt(text: string, about: string): Promise<string> | string
  /** Throws when what was sealed, or what it is about, was altered. */
  decrypt(sealed: string, about: string): Promise<string> | string
  /** In base64. */
  mac(text: string): Promise<string> | string
}

export type CreateEngine = (cipherKey: Bytes, macKey: Bytes) => Promise<Engine> | Engine

/** The lengths of an initialisation vector and of a tag, bytes. */
export const [ivBytes, tagBytes] = [12, 16]

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** By WebCrypto, on every runtime. */
export const webEngine: CreateEngine = async (cipherKey, macKey) => {
  const cipher = await crypto.subtle.importKey('raw', cipherKey, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const signer = await crypto.subtle.importKey('raw', macKey, hmac, false, ['sign'])
  const gcm = (iv: Bytes, about: string) => ({
    ...{ name: 'AES-GCM', iv },
    additionalData: encoder.encode(about),
  })
  return {
    async encrypt(text, about) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
      const sealed = await crypto.subtle.encrypt(gcm(iv, about), cipher, encoder.encode(text))
      const both = new Uint8Array(ivBytes + sealed.byteLength)
      both.set(iv)
      both.set(new Uint8Array(sealed), ivBytes)
      return toBase64(both)
    },
    async decrypt(sealed, about) {
      const both = fromBase64(sealed)
      const [iv, rest] = [both.subarray(0, ivBytes), both.subarray(ivBytes)]
      return decoder.decode(await crypto.subtle.decrypt(gcm(iv, about), cipher, rest))
    },
    mac: async (text) =>
      toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', signer, encoder.encode(text)))),
  }
}
