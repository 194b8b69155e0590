import { fromBase64, toBase64 } from '../base64.ts'

const rounds = 6
const iterationsEach = 100_000

/**
 * Hashes a password with PBKDF2-HMAC-SHA256, 600,000 iterations, through WebCrypto, since that is
 * there on Node and on Workers alike. Workers refuse more than 100,000 iterations in one call, so
 * the hash of each round is the next round's password.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const hash = await derive(password, salt)
  return `pbkdf2-sha256-${rounds}x${iterationsEach}.${toBase64(salt)}.${toBase64(hash)}`
}

/** Whether `password` is the one that was hashed. Constant time in the comparison. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, salt, hash] = stored.split('.')
  if (!salt || !hash) return false
  const derived = await derive(password, fromBase64(salt))
  const expected = fromBase64(hash)
  let difference = derived.length ^ expected.length
  for (const [index, byte] of derived.entries()) difference |= byte ^ (expected[index] ?? 0)
  return difference === 0
}

/** A password that can be read out: 16 letters and digits without those that look alike. */
export function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const fair = 256 - (256 % letters.length)
  let password = ''
  while (password.length < 16) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1))
    if (byte! < fair) password += letters[byte! % letters.length]
  }
  return password
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  let secret: Uint8Array<ArrayBuffer> = new TextEncoder().encode(password.normalize('NFKC'))
  for (let round = 0; round < rounds; round += 1) {
    const key = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits'])
    const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: iterationsEach }
    secret = new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256))
  }
  return secret
}
