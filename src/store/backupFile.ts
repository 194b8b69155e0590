import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Line } from './backup.ts'

/**
 * Writes a backup that only its owner can read. It has its name only once it is whole and on the disk;
 * no other file loses it.
 */
export async function writeBackup(file: string, lines: AsyncIterable<Line>): Promise<void> {
  if (existsSync(file)) throw new Error(`there is a file ${file} already`)
  await mkdir(dirname(file), { recursive: true })
  const part = `${file}.part`
  const out = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
  try {
    await pipeline(Readable.from(written(lines)), createGzip(), out)
    await chmod(part, 0o600)
    await rename(part, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(part, { force: true })
    throw error
  }
}

async function* written(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`
}

/** Reads a backup, line by line. Throws where the file is damaged. */
export async function* readBackup(file: string): AsyncGenerator<Line> {
  const text = createReadStream(file).on('error', (error) => unzipped.destroy(error))
  const unzipped = createGunzip()
  text.pipe(unzipped)
  unzipped.setEncoding('utf8')
  let rest = ''
  for await (const chunk of unzipped) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop()!
    for (const part of parts) yield JSON.parse(part)
  }
}
