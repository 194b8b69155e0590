import { asValue, titleOf } from '../documents/sheet.ts'
import { inForceOf } from '../policy/documents.ts'
import { checkedOn } from '../policy/ruling.ts'
import {
  type Draft,
  titleOf as flowTitle,
  say,
  sentenceOf,
  standingOf,
  titleFor,
  written,
} from './draft.ts'
import { inChinese } from './dueDay.ts'
import { whoseIs } from './people.ts'
import type { Dossier, Frame } from './state.ts'
import { wordsOf } from './walk.ts'

/** What a person may have of an application to keep: a copy of it as submitted, a receipt, or both. */
const keepsakes = { copy: ['copy'], receipt: ['receipt'], papers: ['copy', 'receipt'] } as const

type Keepsake = keyof typeof keepsakes

/** Has the papers of an application made; they come back as files. Asks which one where there are several. */
export function makeKeepsakes(draft: Draft, wish: Keepsake, serial = ''): void {
  const { dossiers } = draft.state
  const [first, ...more] =
    serial === '' ? dossiers : dossiers.filter((one) => one.serial === serial)
  if (!first) return say(draft, 'nothingFiled')
  if (more.length > 0) {
    const choices = dossiers.map((one) => ({
      value: `${wish}:${one.serial}`,
      label: sentenceOf(draft, 'oneFiled', { title: titleFor(draft, one), serial: one.serial }),
    }))
    return say(draft, 'whichFiled', {}, { choices })
  }
  for (const kind of keepsakes[wish]) {
    const text = draft.catalogue.render(`documents/${kind}`, factsOf(draft, first))
    const fileName = `${titleOf(text)}-${first.serial}.pdf`
    draft.effects.push({ kind: 'issue', writing: { kind, content: { text }, fileName } })
  }
  say(draft, 'papersComing', {}, { flow: first.flow })
}

/** What the papers of an application say: in full, since they are the person's own. */
function factsOf(draft: Draft, dossier: Dossier) {
  const { answers, status, flow, serial } = dossier
  const frame: Frame = {
    ...{ flow, step: '', answers, path: [], past: [], future: [], kept: [] },
    ...(dossier.whose !== undefined && { whose: dossier.whose }),
  }
  const steps = draft.catalogue.flows[flow]?.flow.steps ?? {}
  const fields = Object.keys(steps).filter((id) => steps[id]?.kind === 'ask' && id in answers)
  const value = (field: string) => asValue(written(draft, frame, field, false))
  const person = personOf(draft, whoseIs(dossier))
  const { advice, consentedOn } = person
  return {
    ...{ serial, advice, title: asValue(flowTitle(draft, flow)) },
    submittedAt: momentOf(status.submittedAt),
    standing: standingOf(status),
    reason: asValue(status.reason ?? ''),
    name: 'name' in answers ? value('name') : '',
    attachment: answers.certificate ? value('certificate') : '',
    consentedOn: consentedOn ? inChinese(consentedOn) : '',
    checkedOn: inChinese(checkedOn),
    grounds: (advice?.basis ?? []).map(({ document, article }) => ({
      ...{ document, article, inForce: inChinese(inForceOf(document)) },
    })),
    rows: fields.map((field) => ({
      isAttachment: field === 'certificate',
      label: draft.catalogue.label(field),
      question: asValue(wordsOf(draft, frame, field)),
      value: value(field),
    })),
  }
}

/** What is known about whoever an application is for. */
function personOf({ state }: Draft, whose: string | null) {
  if (state.whose === whose) return state
  return state.others.find((other) => other.whose === whose) ?? { advice: null, consentedOn: null }
}

/** A moment in whatever offset as 2026年11月23日 09:05 in Beijing. */
function momentOf(at: string): string {
  const beijing = new Date(Date.parse(at) + 8 * 3_600_000).toISOString()
  return `${inChinese(beijing.slice(0, 10))} ${beijing.slice(11, 16)}`
}
