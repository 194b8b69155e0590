import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto'
import { type CreateEngine, ivBytes } from './sealEngine.ts'

const tagBytes = 16

/**
 * By Node's own ciphers, without a detour through its thread pool: a turn seals a handful of short
 * texts, and each detour would cost more than the sealing.
 */
export const nodeEngine: CreateEngine = (cipherBytes, macBytes) => {
  const [cipherKey, macKey] = [createSecretKey(cipherBytes), createSecretKey(macBytes)]
  let pool = new Uint8Array(0)
  return {
    newIv() {
      if (pool.length < ivBytes) pool = crypto.getRandomValues(new Uint8Array(ivBytes * 256))
      const iv = pool.slice(0, ivBytes)
      pool = pool.subarray(ivBytes)
      return iv
    },
    encrypt(iv, plain, about) {
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv).setAAD(about)
      return new Uint8Array(
        Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
      )
    },
    decrypt(iv, sealed, about) {
      const end = sealed.length - tagBytes
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, iv, { authTagLength: tagBytes })
      decipher.setAAD(about).setAuthTag(sealed.subarray(end))
      return new Uint8Array(
        Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]),
      )
    },
    mac: (text) => new Uint8Array(createHmac('sha256', macKey).update(text).digest()),
  }
}
