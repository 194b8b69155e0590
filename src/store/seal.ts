import { fromBase64, toBase64 } from '../base64.ts'
import { type CreateEngine, type Engine, webEngine } from './sealEngine.ts'

const encoder = new TextEncoder()

/** Seals what is personal before it is written, opens what was read, and signs tokens. */
export type Seal = {
  /** AES-256-GCM under the first key; `about` binds the text to its row, so that it opens nowhere else. */
  seal(text: string, about: string): Promise<string>
  /** Opens under whichever key sealed it. Throws when the text was altered or belongs to another row. */
  open(sealed: string, about: string): Promise<string>
  /** A keyed hash for looking up what is sealed. It rests on the last key, which a rotation keeps last. */
  lookup(text: string): Promise<string>
  /** A signature over `text`, url-safe. */
  sign(text: string): Promise<string>
  /** Whether `signature` is ours, under any key. Constant time. */
  verify(text: string, signature: string): Promise<boolean>
  /** Where the sealed contents of files are kept, if not in their rows. */
  shelf?: Shelf
}

/** Keeps sealed contents of files apart from the database, by the files' ids. */
export type Shelf = {
  put(id: string, sealed: string): Promise<void>
  /** Null where there is nothing of that id. */
  get(id: string): Promise<string | null>
  drop(ids: readonly string[]): Promise<void>
}

/**
 * Makes a seal of base64 keys of 32 bytes: the first seals and signs, all of them open and verify.
 * What is sealed reads `<key id>.<base64 of iv and ciphertext>`, whichever engine sealed it.
 */
export async function createSeal(
  base64Keys: readonly string[],
  createEngine: CreateEngine = webEngine,
): Promise<Seal> {
  const keys = await Promise.all(base64Keys.map((key) => keyOf(key, createEngine)))
  const [first, last] = [keys[0], keys.at(-1)]
  if (!first || !last) throw new Error('a seal needs at least one key')
  const byId = new Map(keys.map((key) => [key.id, key.engine]))

  return {
    async seal(text, about) {
      return `${first.id}.${await first.engine.encrypt(text, about)}`
    },
    async open(sealed, about) {
      const dot = sealed.indexOf('.')
      const engine = byId.get(sealed.slice(0, dot))
      if (!engine) throw new Error('sealed with a key that is not in DATA_KEY')
      return engine.decrypt(sealed.slice(dot + 1), about)
    },
    lookup: (text) => macOf(last.engine, `lookup:${text}`),
    sign: (text) => macOf(first.engine, `sign:${text}`),
    async verify(text, signature) {
      const ours = await Promise.all(keys.map(({ engine }) => macOf(engine, `sign:${text}`)))
      return ours.map((one) => sameText(one, signature)).includes(true)
    },
  }
}

async function keyOf(base64: string, createEngine: CreateEngine) {
  const raw = fromBase64(base64)
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits'])
  const derive = async (purpose: string) => {
    const info = encoder.encode(`jiexu ${purpose}`)
    const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, 256))
  }
  const engine = await createEngine(await derive('seal'), await derive('sign'))
  const id = toBase64(await derive('id'))
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 6)
  return { id, engine }
}

async function macOf(engine: Engine, text: string): Promise<string> {
  const base64 = await engine.mac(text)
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Compares in a time that does not tell where two texts of the same length differ. */
function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index++) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  }
  return difference === 0
}
