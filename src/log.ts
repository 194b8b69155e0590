import type { Logger } from 'pino'

/** What is used of a log: pino's on Node, the console's on Workers. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>

/**
 * An error as a log may keep it. Its message may quote what somebody wrote or what a peer answered, so
 * quotations, long numbers and everything but ASCII are taken out of it; where it happened stays.
 */
export function describeError(error: unknown): { type: string; message: string; at: string[] } {
  if (!(error instanceof Error)) return { type: typeof error, message: '', at: [] }
  const message = error.message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replaceAll(/\P{ASCII}+/gu, '…')
    .replaceAll(/[\dXx]{5,}/g, '…')
    .slice(0, 200)
  const at = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return { type: error.name, message, at: at.map((line) => line.trim()).slice(0, 8) }
}
