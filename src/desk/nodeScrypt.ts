import { scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { Scrypt } from './password.ts'

const derive = promisify<Uint8Array, Uint8Array, number, object, Uint8Array>(scrypt)

/** By Node's own thread pool: signing in holds nobody else up. */
export const nodeScrypt: Scrypt = (password, salt, { logN, r, p }) => {
  const N = 2 ** logN
  return derive(password, salt, 32, { N, r, p, maxmem: 2 * 128 * N * r })
}
