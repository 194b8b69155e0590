import { scryptAsync } from '@noble/hashes/scrypt.js'
import { fromBase64, toBase64 } from '../base64.ts'

/** What one hash costs: `2 ** logN` blocks of `r` × 128 bytes, `p` times over. */
export type Cost = { logN: number; r: number; p: number }

/** RFC 7914, 32 bytes. */
export type Scrypt = (password: Bytes, salt: Bytes, cost: Cost) => Promise<Uint8Array>

type Bytes = Uint8Array<ArrayBuffer>

/** Hashes passwords, and tells whether one is the one that was hashed. */
export type Passwords = {
  hash(password: string): Promise<string>
  /** Constant time in the comparison. */
  verify(password: string, stored: string): Promise<boolean>
}

/** What OWASP asks for at 32 MiB. */
const fullCost: Cost = { logN: 15, r: 8, p: 3 }

/** In JavaScript, on every runtime; it lets others have a turn in between. */
const everywhere: Scrypt = (password, salt, { logN, r, p }) =>
  scryptAsync(password, salt, { N: 2 ** logN, r, p, dkLen: 32 })

/** Makes passwords of a runtime's scrypt. A stored hash names its own cost. */
export function createPasswords(scrypt: Scrypt = everywhere, cost: Cost = fullCost): Passwords {
  const derive = (password: string, salt: Bytes, of: Cost) =>
    scrypt(new TextEncoder().encode(password.normalize('NFKC')), salt, of)
  return {
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(16))
      const { logN, r, p } = cost
      const hash = await derive(password, salt, cost)
      return `scrypt-${logN}-${r}-${p}.${toBase64(salt)}.${toBase64(hash)}`
    },
    async verify(password, stored) {
      const [how = '', salt, hash] = stored.split('.')
      const [, logN, r, p] = /^scrypt-(\d+)-(\d+)-(\d+)$/.exec(how)?.map(Number) ?? []
      if (!logN || !r || !p || !salt || !hash) return false
      const derived = await derive(password, fromBase64(salt), { logN, r, p })
      const expected = fromBase64(hash)
      let difference = derived.length ^ expected.length
      for (const [index, byte] of derived.entries()) difference |= byte ^ (expected[index] ?? 0)
      return difference === 0
    },
  }
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
