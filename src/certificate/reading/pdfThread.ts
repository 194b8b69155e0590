import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { problemOf } from '../look.ts'
import { readPdf } from './pdfText.ts'

const maps = join(
  dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')),
  'cmaps',
)

/** Only names of maps: what a PDF asks for is not to be trusted. */
async function load(filename: string): Promise<Uint8Array> {
  if (!/^[\w-]+\.bcmap$/.test(filename)) throw new Error('no such map')
  return new Uint8Array(await readFile(join(maps, filename)))
}

parentPort!.on('message', async (bytes: Uint8Array) => {
  parentPort!.postMessage(await readPdf(bytes, load).catch(problemOf))
})
