import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Catalogue } from '../src/conversation/catalogue.ts'
import type { Effect } from '../src/conversation/effect.ts'
import type { Event } from '../src/conversation/event.ts'
import { initialState, type State } from '../src/conversation/state.ts'
import {
  eventAt,
  happeningOf,
  happens,
  type Line,
  linesOf,
  readTranscript,
  type Transcript,
  writeLines,
} from '../src/conversation/transcript.ts'
import { takeTurn } from '../src/conversation/turn.ts'
import { readingTold } from './certificates/told.ts'
import { catalogue } from './everything/conversation.ts'

const folder = new URL('transcripts/', import.meta.url)

/** Every transcript there is, by file name. */
export const transcripts: Readonly<Record<string, Transcript>> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => [name, readTranscript(readFileSync(new URL(name, folder), 'utf8'))]),
)

/** Takes one event and answers with what came of it. */
export type Take = (event: Event) => Promise<{ state: State; effects: readonly Effect[] }>

/** Plays what happens in a transcript, and writes down everything that comes of it. */
export async function play(lines: readonly Line[], take: Take): Promise<Line[]> {
  const heard: Line[] = []
  let today = '2026-11-23'
  let number = 0
  let state = initialState
  const happen = async (event: Event) => {
    const turn = await take(event)
    state = turn.state
    heard.push(...linesOf(turn.effects))
  }
  await happen(eventAt({ kind: 'opened' }, number, today))
  for (const line of lines.filter(happens)) {
    heard.push(line)
    if (line.who === '日期') {
      today = line.what
      continue
    }
    const key = state.stack.findLast((frame) => frame.key)?.key ?? ''
    const serial = state.dossiers.at(-1)?.serial ?? ''
    const [what = '', ...told] = line.what.split('\n')
    const isRead = line.who === '文件' && told.length > 0
    const happening = happeningOf(isRead ? { ...line, what } : line, { key, serial })
    if (isRead && happening.kind === 'sent')
      happening.file.read = readingTold(catalogue, told, today)
    await happen(eventAt(happening, ++number, today))
  }
  return heard
}

/** On the pure core alone. */
export function takeOn(catalogue: Catalogue): Take {
  let state = initialState
  let seq = 0
  return async (event) => {
    const turn = takeTurn(catalogue, state, event, { conversation: 'test:1', seq: ++seq })
    state = turn.state
    return turn
  }
}

/** The expected lines, with every `……` filled in from what was really said where the rest agrees. */
export function expected(lines: readonly Line[], heard: readonly Line[]): string {
  const filled = lines.map((line, index) => {
    const real = heard[index]
    if (!real || real.who !== line.who || !line.what.includes('……')) return line
    const pattern = line.what.split('……').map(RegExp.escape).join('[^]*')
    return new RegExp(`^${pattern}$`).test(real.what) ? real : line
  })
  return writeLines(filled)
}

/** With `UPDATE_TRANSCRIPTS=1` what was heard becomes what is expected: to be read before it is kept. */
export function keepIfAsked(name: string, { title }: Transcript, heard: readonly Line[]): void {
  if (!process.env.UPDATE_TRANSCRIPTS) return
  writeFileSync(new URL(name, folder), `# ${title}\n${writeLines(heard)}\n`)
}
