import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/answers/kinds.ts'
import { advised, always, sometimes } from '../../src/assets/facts.ts'
import type { Stage, Status } from '../../src/backend/backend.ts'
import type { Catalogue } from '../../src/conversation/catalogue.ts'
import type { Happening } from '../../src/conversation/event.ts'
import { built, catalogue, flows, happen, saidIn, today } from './conversation.ts'
import { serial, toldOnly, walksThrough } from './walks.ts'

const root = join(import.meta.dirname, '../..')
const sentences = built.data as unknown as {
  common: Record<string, string>
  misunderstandings: Record<string, Record<string, string>>
}
const names = Object.keys(built.templates)

const sourceIn = (...folders: string[]) =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    )
    .join('\n')

const walks = flows.flatMap((flow) => walksThrough(flow))

describe('every sentence of a flow', () => {
  const own = names.filter((name) => /^flow\/.*\.(say|why)$/.test(name))
  const used = flows.flatMap(({ steps }) =>
    Object.values(steps).flatMap((step) =>
      'template' in step && step.template && !step.template.includes('{{') ? [step.template] : [],
    ),
  )

  const rendered = new Set<string>()
  const given = new Set<string>()
  const recording: Catalogue = {
    ...catalogue,
    render(name, data) {
      const text = catalogue.render(name, data)
      if (text.trim() !== '') rendered.add(name)
      if (own.includes(name) || used.includes(name))
        for (const fact of Object.keys(data)) given.add(fact)
      return text
    },
  }
  const asked: Happening[] = ['why', 'help', 'repeat', 'review', 'where', 'pause', 'cancel'].map(
    (value) => ({ kind: 'chose', value }),
  )
  for (const { moves, last } of walks) {
    for (const { before, happening } of moves) {
      happen(before, happening, recording)
      for (const one of asked) happen(before, one, recording)
    }
    for (const one of asked) happen(last, one, recording)
  }

  test('is said somewhere, with all the facts that it names', () => {
    const isTold = (name: string) => toldOnly.has(name.split('/').at(-1)!.split('.')[0]!)
    const silent = [...own, ...used].filter((name) => !rendered.has(name) && !isTold(name))
    expect(silent).toEqual([])
  })

  test('may name exactly what the check of the build knows of', () => {
    const facts = [...given].filter((name) => !(name in built.data.glossary) && name !== 'chosen')
    const known = { ...always, ...sometimes, ...advised }
    expect(facts.sort()).toEqual(Object.keys(known).sort())
  })
})

describe('every stage of an application', () => {
  const stages: Stage[] = [
    ...(['accepted', 'refused', 'contactLetterSent', 'informationFormReceived'] as const),
    ...(['fundsReceived', 'certificateIssued', 'completed'] as const),
  ]
  const filed = walks.filter(({ moves }) =>
    moves.some(({ happening }) => happening.kind === 'received'),
  )
  const cases = filed.flatMap((walk) => stages.map((stage) => ({ ...walk, stage })))

  test.each(cases)('$stage of $flow is told with and without reasons', ({ last, stage }) => {
    const plain: Status = {
      ...{ ...last.state.dossiers[0]!.status, stage },
      ...{ handling: '处理结束', feedback: '受理失败' },
    }
    const why = { reason: '月数与凭证不符', field: 'paidMonths', explanation: '请核对凭证' }
    const letter = { id: 'letter', name: '联系函.pdf', type: 'application/pdf', bytes: 1000 }
    for (const status of [plain, { ...plain, ...why, documents: [letter] }]) {
      const [told, ...more] = saidIn(happen(last, { kind: 'statusChanged', status }))
      expect(told?.text).toContain(serial)
      expect(more).toEqual([])
      if (status.documents.length > 0) expect(told?.file).toEqual(letter)
      if (stage === 'refused' && status.reason) expect(told?.text).toContain(status.reason)
    }
  })
})

describe('what is said when an answer is not understood', () => {
  const texts = readdirSync(join(root, 'test/answers/tables'))
    .filter((name) => name.endsWith('.tsv'))
    .flatMap((name) => readFileSync(join(root, 'test/answers/tables', name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t')[0]!)
  const some = texts.filter((_, index) => index % 3 === 0)
  const choices = { enterprise: '外省企业保险转入', military: '退役军人保险转入' }

  test.each(Object.keys(kinds))('has its sentence for every reason of %s', (name) => {
    const kind = kinds[name as keyof typeof kinds]
    const missing = new Set<string>()
    for (const text of some) {
      const read = kind.parse(text, { today, choices })
      if (read.kind === 'understood') continue
      const sentence = `common/misunderstood/${name}.${read.reason}`
      if (!catalogue.has(sentence)) missing.add(`${sentence}: ${text}`)
      else expect(catalogue.render(sentence, { ...read.facts, text }).trim()).not.toBe('')
    }
    expect([...missing]).toEqual([])
  })

  test('names every reason that stands in a parser', () => {
    const source = sourceIn('src/answers')
    const written = source.matchAll(/(?:misunderstood|askBack)\(\s*'(\w+)'/g)
    const reasons = new Set([...written].map(([, reason]) => reason!))
    const explained = new Set(Object.values(sentences.misunderstandings).flatMap(Object.keys))
    expect([...reasons].filter((reason) => !explained.has(reason))).toEqual([])
    expect(reasons.size).toBeGreaterThan(20)
  })

  test('gives an example', () => {
    const bare = Object.entries(sentences.misunderstandings).flatMap(([kind, reasons]) =>
      Object.entries(reasons)
        .filter(([, text]) => kind !== 'file' && !text.includes('例：'))
        .map(([reason]) => `${kind}.${reason}`),
    )
    expect(bare).toEqual([])
  })
})

describe('the assistant’s own sentences', () => {
  test('are all used', () => {
    const source = sourceIn('src')
    const dynamic =
      /^(topic|file|contradiction|reminder|flaw|where|page|paper|unread|proposal|doubtful|join)\./
    const unused = Object.keys(sentences.common)
      .filter((name) => name !== 'menu' && !dynamic.test(name))
      .filter((name) => !new RegExp(`['"/\`]${RegExp.escape(name)}['"\`]`).test(source))
    expect(unused).toEqual([])
  })

  test('are all there', () => {
    const source = sourceIn('src/conversation', 'src/channels')
    const named = source.matchAll(
      /\b(?:say|lead|sentenceOf)\(draft, '([\w.]+)'|'common\/([\w.]+)'/g,
    )
    const missing = [...named]
      .map(([, sentence, template]) => sentence ?? template!)
      .filter((name) => !catalogue.has(`common/${name}`))
    expect(missing).toEqual([])
  })

  test('cover every problem of a file', () => {
    for (const problem of ['empty', 'type', 'large', 'broken', 'encrypted']) {
      const at = walks
        .flatMap(({ moves }) => moves)
        .find(({ happening }) => happening.kind === 'sent')!
      const file = { id: '', name: 'x.pdf', type: 'application/pdf', bytes: 2_000_000, problem }
      const [said] = saidIn(happen(at.before, { kind: 'sent', file }))
      expect(said?.text).not.toBe('')
    }
  })

  test('never blame the person', () => {
    const flat = JSON.stringify([built.data, built.flows])
    expect(flat).not.toContain('输入有误')
    for (const entry of readdirSync(join(root, 'templates'), {
      recursive: true,
      withFileTypes: true,
    })) {
      if (!entry.isFile()) continue
      expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).not.toContain('输入有误')
    }
  })
})
