import type { Logger } from 'pino'

/** What is used of a log: pino's on Node, the console's on Workers. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>
