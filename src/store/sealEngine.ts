type Bytes = Uint8Array<ArrayBuffer>

/** AES-256-GCM and HMAC-SHA-256 under one pair of keys. */
export type Engine = {
  /** Twelve fresh random bytes. */
  newIv(): Bytes
  encrypt(iv: Bytes, plain: Bytes, about: Bytes): Promise<Bytes> | Bytes
  /** Throws when the text, its iv or what it is about was altered. */
  decrypt(iv: Bytes, sealed: Bytes, about: Bytes): Promise<Bytes> | Bytes
  mac(text: Bytes): Promise<Bytes> | Bytes
}

export type CreateEngine = (cipherKey: Bytes, macKey: Bytes) => Promise<Engine> | Engine

/** The length of an initialisation vector, bytes. */
export const ivBytes = 12

/** By WebCrypto, on every runtime. */
export const webEngine: CreateEngine = async (cipherKey, macKey) => {
  const cipher = await crypto.subtle.importKey('raw', cipherKey, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const signer = await crypto.subtle.importKey('raw', macKey, hmac, false, ['sign'])
  const bytes = (buffer: ArrayBuffer) => new Uint8Array(buffer)
  return {
    newIv: () => crypto.getRandomValues(new Uint8Array(ivBytes)),
    encrypt: async (iv, plain, additionalData) =>
      bytes(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, cipher, plain)),
    decrypt: async (iv, sealed, additionalData) =>
      bytes(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, cipher, sealed)),
    mac: async (text) => bytes(await crypto.subtle.sign('HMAC', signer, text)),
  }
}
