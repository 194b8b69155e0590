import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { PDFDocument } from '@cantoo/pdf-lib'
import type { Looked } from '../../src/certificate/look.ts'
import type { PaperId } from '../../src/certificate/paper.ts'
import { type Holder, holderOf } from '../certificates/holders.ts'
import { draw, type LayoutName, layouts } from '../certificates/layouts.ts'
import { clean, photograph, photographed } from '../certificates/photo.ts'
import { createRandom } from '../certificates/random.ts'
import { readingOf, type Score, scoreOf, sum } from '../certificates/score.ts'
import { writers } from '../certificates/writers/writers.ts'

const papers: readonly PaperId[] = ['pension', 'medical']

type Sheet = { group: string; holder: Holder; bytes: Uint8Array }
export type Group = Omit<Score, 'notes'> & {
  files: number
  /** Of those read, not one cell of which was recognised. */
  unread: number
  p50: number
  most: number
  peakMemory: number
  notes: readonly string[]
}

/** Every writer in every layout, both papers. */
async function* pdfs(): AsyncGenerator<Sheet> {
  let seed = 200
  for (const paper of papers) {
    for (const layout of Object.keys(layouts) as LayoutName[]) {
      for (const [writer, write] of Object.entries(writers)) {
        const holder = holderOf(paper, ++seed % 60)
        yield { group: `PDF, ${writer}`, holder, bytes: await write(draw(layout, holder)) }
      }
    }
  }
}

/** Scans in a PDF, without text. */
async function* scans(): AsyncGenerator<Sheet> {
  for (let seed = 0; seed < 10; seed++) {
    const holder = holderOf(papers[seed % 2]!, seed)
    const pdf = await PDFDocument.create()
    const scan = await pdf.embedJpg(await photograph(draw('asPaper', holder), clean))
    pdf.addPage([595, 842]).drawImage(scan, { x: 0, y: 0, width: 595, height: 842 })
    yield { group: 'PDF, a scan', holder, bytes: await pdf.save() }
  }
}

/** Photographs: every fourth without flaws, the others turned, shaded, blurred, stamped. */
async function* photos(count: number): AsyncGenerator<Sheet> {
  for (let seed = 0; seed < count; seed++) {
    const holder = holderOf(papers[seed % 2]!, seed)
    const isClean = Math.floor(seed / 2) % 4 === 0
    const flaws = isClean ? clean : photographed(createRandom(seed + 1))
    const bytes = await photograph(draw('asPaper', holder), flaws)
    yield { group: isClean ? 'photo, clean' : 'photo, flawed', holder, bytes }
  }
}

/** Reads certificates of many writers and many photographs in a process of its own; a row for each kind. */
export async function measureCertificates(count: number): Promise<Record<string, Group>> {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-certificates-'))
  try {
    const groups: Record<string, Group> = {}
    for (const make of [pdfs(), scans(), photos(count)]) {
      Object.assign(groups, await measure(make, mkdtempSync(join(folder, 'kind-'))))
    }
    return groups
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(sheets: AsyncGenerator<Sheet>, folder: string) {
  const made = new Map<string, Sheet>()
  for await (const sheet of sheets) {
    const name = String(made.size).padStart(4, '0')
    made.set(name, { ...sheet, bytes: new Uint8Array() })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), sheet.bytes)
  }
  const script = fileURLToPath(new URL('readFiles.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const read: { group: string; score: Score; milliseconds: number; peak: number }[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const { name, milliseconds, peak, found } = JSON.parse(line)
    const { group, holder } = made.get(name)!
    const score = scoreOf(holder, readingOf({ ...found, content: null } as unknown as Looked))
    read.push({ group, score, milliseconds, peak })
  }
  return Object.fromEntries(
    [...Map.groupBy(read, ({ group }) => group)].map(([group, own]): [string, Group] => {
      const took = own.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
      const { notes, ...total } = sum(own.map(({ score }) => score))
      return [
        group,
        {
          ...total,
          files: own.length,
          unread: own.filter(({ score }) => score.right + score.wrong === 0).length,
          p50: took[Math.floor(took.length / 2)]! / 1000,
          most: took.at(-1)! / 1000,
          peakMemory: Math.round(Math.max(...own.map(({ peak }) => peak))),
          notes,
        },
      ]
    }),
  )
}

/** The same as a table of figures. */
export const tableOf = (groups: Record<string, Group>) =>
  Object.fromEntries(
    Object.entries(groups).map(([group, { notes: _, p50, most, peakMemory, ...counts }]) => [
      group,
      { ...counts, 'p50 s': p50.toFixed(2), 'most s': most.toFixed(2), 'peak MiB': peakMemory },
    ]),
  )

if (import.meta.main) {
  const groups = await measureCertificates(Number(process.env.PHOTOS ?? 200))
  console.table(tableOf(groups))
  for (const [group, { notes }] of Object.entries(groups))
    for (const note of notes) console.log(`${group}: ${note}`)
}
