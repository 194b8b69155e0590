const encoder = new TextEncoder()

/** How far a signature's time may be from ours, seconds. */
const windowSeconds = 300

/** Signs and checks what goes between two installations. */
export type Signer = {
  /** The value of `Jiexu-Signature` for a body: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
  sign(body: string): Promise<string>
  /** Whether a signature is right and at most 300 s old or ahead. Constant time. */
  verify(body: string, signature: string | undefined): Promise<boolean>
}

/** Makes a signer of a shared secret. */
export function createSigner(secret: string, clock: () => Date): Signer {
  const key = crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  )
  const seconds = () => Math.floor(clock().getTime() / 1000)

  return {
    async sign(body) {
      const time = seconds()
      const bytes = await crypto.subtle.sign('HMAC', await key, encoder.encode(`${time}.${body}`))
      return `t=${time},v1=${toHex(new Uint8Array(bytes))}`
    },
    async verify(body, signature) {
      const [, time, hex] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? []
      if (time === undefined || hex === undefined) return false
      if (Math.abs(seconds() - Number(time)) > windowSeconds) return false
      const signed = encoder.encode(`${time}.${body}`)
      return crypto.subtle.verify('HMAC', await key, fromHex(hex), signed)
    },
  }
}

const toHex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const fromHex = (hex: string) =>
  Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  )
