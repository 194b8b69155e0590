import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Where the key is kept, beside the database, while DATA_KEY does not tell it. */
export const keyFile = 'data/key'

/** The sealing key that is kept in a file; null where there is no such file. Throws when it is damaged. */
export async function readKeyFile(file: string): Promise<string | null> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (kept === null) return null
  const key = kept.trim()
  if (/^[A-Za-z0-9+/]{43}=$/.test(key)) return key
  throw new Error('it does not hold 32 bytes in base64')
}

/** Makes a sealing key and keeps it in a file that only its owner can read. */
export async function makeKeyFile(file: string): Promise<string> {
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  await keepKeyFile(file, key)
  return key
}

/** Keeps a sealing key in a file that only its owner can read. Throws where there is one already. */
export async function keepKeyFile(file: string, key: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
}
