import { readFileSync } from 'node:fs'
import type { Catalogue } from '../../src/conversation/catalogue.ts'
import type { Happening } from '../../src/conversation/event.ts'
import type { State } from '../../src/conversation/state.ts'
import {
  catalogue,
  happen,
  opened,
  type Standing,
  saidIn,
  topOf,
} from '../everything/conversation.ts'

/** What is said while `field` is asked; several messages one after another. */
export type Remark = { field: string; said: readonly string[]; expected: string }

/** The rows of `midForm.tsv`: field ⇥ what is said (messages parted by ‖) ⇥ what must happen. */
export const remarks: readonly Remark[] = readFileSync(
  new URL('midForm.tsv', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const [field = '', said = '', expected = ''] = line.split('\t')
    return { field, said: said.split(' ‖ '), expected: ordered(expected.split(' + ')) }
  })

const answers: Readonly<Record<string, string>> = {
  transferKind: '外省企业保险转入',
  name: '张三',
  idNumber: '11010519491231002X',
  personalNumber: '1101234567',
  householdAddress: '河南省郑州市金水区文化路1号',
  insuredPeriod: '2015年3月至2019年8月',
  paidMonths: '50',
  accountBalance: '32560.40',
  mobile: '13800138000',
  divisionCode: '410105',
  agencyName: '郑州市社会保险中心',
  agencyPhone: '0371-12345678',
  agencyAddress: '郑州市金水区经三路1号',
  drawing: '还没有领',
  moverScheme: '都是企业职工',
  stints: '广东5年，后来北京1年',
}
const certificate: Happening = {
  kind: 'sent',
  file: { id: 'file-1', name: '凭证.pdf', type: 'application/pdf', bytes: 150_000 },
}

/** A conversation in which one field after another was asked, by the field that stands open. */
export const standingAt: ReadonlyMap<string, Standing> = new Map(
  ['pension-in', 'need-transfer'].flatMap((flow) => [...walk(flow)]),
)

function* walk(flow: string): Generator<[string, Standing]> {
  let standing = happen(opened, { kind: 'chose', value: flow })
  if (topOf(standing)?.step === 'consent')
    standing = happen(standing, { kind: 'chose', value: 'agree' })
  for (;;) {
    const step = topOf(standing)?.step ?? ''
    yield [step, standing]
    const words = answers[step]
    if (words === undefined && step !== 'certificate') return
    standing = happen(standing, words === undefined ? certificate : { kind: 'said', text: words })
  }
}

/** What comes of a remark, written as in the table. */
export function outcomeOf({ field, said }: Pick<Remark, 'field' | 'said'>): string {
  const before = standingAt.get(field)
  if (!before) throw new Error(`nothing asks for ${field}`)
  const rendered: { name: string; text: string }[] = []
  const listening: Catalogue = {
    ...catalogue,
    render(name, facts) {
      const text = catalogue.render(name, facts)
      rendered.push({ name, text: text.trim() })
      return text
    },
  }
  let misses = 0
  let standing = before
  for (const text of said) {
    rendered.length = 0
    misses = standing.state.misses
    standing = happen(standing, { kind: 'said', text }, listening)
  }
  const words = saidIn(standing).map(({ text }) => text)
  const names = rendered
    .filter(({ text }) => text !== '' && words.some((said) => said.includes(text)))
    .map(({ name }) => name)
  const outcomes = [...changesOf(field, before.state, standing.state)]
  for (const name of names) {
    if (name === 'common/review' && topOf(standing)?.step !== 'review')
      outcomes.push('command:review')
    const outcome = name.startsWith('common/misunderstood/')
      ? standing.state.misses > misses
        ? 'refused'
        : 'ask-back'
      : outcomeOfSentence(name)
    if (outcome) outcomes.push(outcome)
  }
  const own = topOf(before)!.flow
  for (const { flow } of saidIn(standing))
    if (flow && flow !== own && flow !== 'faq') outcomes.push(`flow:${flow}`)
  if (['reading', 'doubt'].includes(standing.state.aside?.kind ?? '')) outcomes.push('ask-back')
  if (standing.effects.some(({ kind }) => kind === 'submit')) outcomes.push('command:confirm')
  const told = outcomes.filter((outcome) => outcome !== reopened)
  if (told.length > 0) return ordered(told)
  return outcomes.length > 0 ? 'command:change' : 'command:repeat'
}

/** An answer was taken away, to be asked again. */
const reopened = 'reopened'

function* changesOf(field: string, before: State, after: State): Generator<string> {
  const old = before.stack.at(-1)!
  const now = after.stack.find(({ flow }) => flow === old.flow)
  for (const [id, value] of Object.entries(now?.answers ?? {})) {
    if (JSON.stringify(value) === JSON.stringify(old.answers[id])) continue
    yield id === field ? `answer:${JSON.stringify(value)}` : `cell:${id}=${JSON.stringify(value)}`
  }
  const taken = Object.keys(old.answers).some((id) => now?.answers[id] === undefined)
  if (taken) yield reopened
}

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^common\/reply$/, 'faq'],
  [/^common\/topic\./, 'topic'],
  [/^common\/help/, 'help'],
  [/^common\/(?:where|notOnCertificate)$/, 'command:where'],
  [/^common\/(?:backTo|nothingBefore)$/, 'command:back'],
  [/^common\/(?:undone|nothingToUndo)$/, 'command:undo'],
  [/^common\/(?:redone|nothingToRedo)$/, 'command:redo'],
  [/^common\/(?:cannotSkip|nothingToSkip)$/, 'command:skip'],
  [/\.why$|^common\/(?:definition|whyHere)$/, 'command:why'],
  [/^common\/nothingAnswered$/, 'command:review'],
  [/^common\/paused$/, 'command:pause'],
  [/^common\/resumed$/, 'command:resume'],
  [/^common\/(?:cancel|cancelled)$/, 'command:cancel'],
  [/^common\/restarted$/, 'command:restart'],
  [/^common\/(?:whichField|askedLater)$/, 'command:change'],
  [/^common\/noHurry$/, 'command:wait'],
  [/^common\/stillToFill$/, 'command:left'],
  [/^common\/cannotTell$/, 'unanswered'],
  [/^common\/chooseOne$/, 'refused'],
]

const outcomeOfSentence = (name: string): string | undefined =>
  sentences.find(([pattern]) => pattern.test(name))?.[1]

function ordered(outcomes: readonly string[]): string {
  return [...new Set(outcomes)].sort().join(' + ')
}
