import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  randomFillSync,
} from 'node:crypto'
import { type CreateEngine, ivBytes, tagBytes } from './sealEngine.ts'

/**
 * By Node's own ciphers, without a detour through its thread pool: a turn seals a handful of short
 * texts, and each detour would cost more than the sealing.
 */
export const nodeEngine: CreateEngine = (cipherBytes, macBytes) => {
  const [cipherKey, macKey] = [createSecretKey(cipherBytes), createSecretKey(macBytes)]
  let pool = Buffer.alloc(0)
  /** Drawn many at a time, since each draw costs more than what is drawn. */
  const newIv = () => {
    if (pool.length < ivBytes) pool = randomFillSync(Buffer.allocUnsafeSlow(ivBytes * 256))
    const iv = pool.subarray(0, ivBytes)
    pool = pool.subarray(ivBytes)
    return iv
  }
  return {
    encrypt(text, about) {
      const iv = newIv()
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv).setAAD(Buffer.from(about))
      const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return Buffer.concat(sealed).toString('base64')
    },
    decrypt(sealed, about) {
      const both = Buffer.from(sealed, 'base64')
      const end = both.length - tagBytes
      const iv = both.subarray(0, ivBytes)
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, iv, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(about)).setAuthTag(both.subarray(end))
      return (
        decipher.update(both.subarray(ivBytes, end), undefined, 'utf8') + decipher.final('utf8')
      )
    },
    mac: (text) => createHmac('sha256', macKey).update(text).digest('base64'),
  }
}
