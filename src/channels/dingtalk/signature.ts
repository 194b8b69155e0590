import { fromBase64 } from '../../base64.ts'

const encoder = new TextEncoder()

/** How far a callback's time may be from ours, milliseconds: one hour, as the platform says. */
const window = 3_600_000

/** Checks that a callback comes from somebody who knows the app's secret. */
export type Verify = (timestamp: string | undefined, sign: string | undefined) => Promise<boolean>

/**
 * The signature of DingTalk's HTTP mode: `sign` is the base64 of HMAC-SHA256 over
 * `timestamp + "\n" + secret` with the secret as key. It covers no body, so that what a body says
 * proves nothing by itself. Constant time.
 */
export function createVerify(secret: string, clock: () => Date): Verify {
  const key = crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  return async (timestamp, sign) => {
    if (!timestamp || !/^\d{1,15}$/.test(timestamp)) return false
    if (!sign || !/^[A-Za-z0-9+/]{43}=$/.test(sign)) return false
    if (Math.abs(clock().getTime() - Number(timestamp)) > window) return false
    const signed = encoder.encode(`${timestamp}\n${secret}`)
    return crypto.subtle.verify('HMAC', await key, fromBase64(sign), signed)
  }
}
