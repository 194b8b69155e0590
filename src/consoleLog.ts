import { describeError, type Log } from './log.ts'

/** Lines of JSON for runtimes that collect what goes to the console. */
export const consoleLog: Log = {
  info: (...said: unknown[]) => console.log(lineOf('info', said)),
  warn: (...said: unknown[]) => console.warn(lineOf('warn', said)),
  error: (...said: unknown[]) => console.error(lineOf('error', said)),
}

/** Facts first, then words, as pino takes them; an error as a log may keep it. */
function lineOf(level: string, said: readonly unknown[]): string {
  const [facts, words] = typeof said[0] === 'string' ? [{}, said[0]] : said
  return JSON.stringify({ level, ...(facts as object), msg: words }, (_, value) =>
    value instanceof Error ? describeError(value) : value,
  )
}
