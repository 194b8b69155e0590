import * as v from 'valibot'
import type { Notice } from '../channel.ts'
import type { Api } from './api.ts'

const Templates = v.looseObject({
  template_list: v.array(v.looseObject({ template_id: v.string(), content: v.string() })),
})

/** The blanks of a template, as it names them: `thing4`, `character_string1`, … */
export async function blanksOf(
  api: Api,
  templateId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answer = await api.get('/cgi-bin/template/get_all_private_template', signal)
  const read = v.safeParse(Templates, answer)
  const template = read.success
    ? read.output.template_list.find(({ template_id }) => template_id === templateId)
    : undefined
  if (!template) throw new Error('WECHAT_TEMPLATE_ID is no template of this account')
  return [...template.content.matchAll(/\{\{(\w+)\.DATA\}\}/g)].map(([, blank]) => blank!)
}

/** `end`: what a text that is cut off ends with. */
type Filling = { from: (notice: Notice) => string; most: number; end?: '' }

const serial: Filling = { from: (notice) => notice.serial, most: 32 }
const title: Filling = { from: (notice) => notice.title, most: 20 }
const moment: Filling = { from: (notice) => momentOf(notice.at), most: 32 }
const text: Filling = { from: (notice) => notice.text, most: 20 }

/** What fits into a blank is told by its kind: the platform refuses what is longer or of another. */
const kinds: Readonly<Record<string, readonly Filling[]>> = {
  character_string: [serial],
  number: [serial],
  // Chinese characters only.
  phrase: [{ ...title, most: 5, end: '' }],
  const: [title],
  time: [moment],
  date: [moment],
  thing: [title, text],
  keyword: [serial, title, text, moment],
}

/** Fills each blank of a template with the part of a notice that its kind has room for. */
export function fillTemplate(blanks: readonly string[], notice: Notice) {
  const used = new Map<string, number>()
  const filled = blanks.map((blank) => {
    const kind = blank.replace(/\d+$/, '')
    const fillings = kinds[kind] ?? [title]
    const nth = used.get(kind) ?? 0
    used.set(kind, nth + 1)
    const { from, most, end } = fillings[Math.min(nth, fillings.length - 1)]!
    return [blank, { value: shortened(from(notice), most, end) }] as const
  })
  return Object.fromEntries(filled)
}

/** On one line, with room for its end where it is cut off. */
function shortened(words: string, most: number, end = '…'): string {
  const characters = [...words.replace(/\s+/g, ' ').trim()]
  return characters.length <= most
    ? characters.join('')
    : characters.slice(0, most - end.length).join('') + end
}

/** The moment in Beijing, as the platform's blanks for a time want it. */
function momentOf(at: string): string {
  const [date, time] = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().split('T')
  const [year, month, day] = date!.split('-').map(Number)
  return `${year}年${month}月${day}日 ${time!.slice(0, 5)}`
}
