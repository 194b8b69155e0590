import type { Attachment } from '../backend/backend.ts'
import type { Reading, Unread } from '../certificate/reading/reading.ts'
import { fileField, formFor } from './certificateForms.ts'
import { fieldToMend, mend } from './dossiers.ts'
import { type Draft, lead, say, sentenceOf, titleOf, topFrame, update } from './draft.ts'
import { openErrand } from './errand.ts'
import type { SentFile } from './event.ts'
import { take } from './hearAnswer.ts'
import { joined } from './pages.ts'
import { hasEnded } from './walk.ts'
import { refusedLast } from './wanted.ts'

/** With fewer cells legible, a flaw of the picture is worth another one. */
const enough = 6

/** A file: the attachment that is asked for, a certificate that fills cells, or a further page. */
export function hearFile(draft: Draft, sent: SentFile): void {
  update(draft, { aside: null })
  const { problem, flaw, read, ...file } = sent
  const facts = { name: file.name, kilobytes: Math.ceil(file.bytes / 1024) }
  if (problem) return lead(draft, `file.${problem}`, facts)
  const reading = typeof read === 'object' ? read : null
  const legible = reading?.cells.filter(({ value }) => value !== undefined).length ?? 0
  if (flaw && legible < enough) {
    update(draft, { aside: { kind: 'flaw', file: sent } })
    const isWhole = flaw.where === undefined || flaw.where === 'all'
    const where = isWhole ? '' : sentenceOf(draft, `where.${flaw.where}`)
    return lead(draft, `flaw.${flaw.what}`, { where })
  }
  const refused = refusedLast(draft)
  const isWanted =
    refused && fieldToMend(draft, refused) === fileField(draft.catalogue, refused.flow)
  if (isWanted) mend(draft, refused.serial)
  if (reading) return hearCertificate(draft, file, reading)
  attach(draft, file, typeof read === 'string' ? read : undefined)
}

/** A file of which nothing was read. */
function attach(draft: Draft, file: Attachment, unread: Unread | undefined): void {
  const frame = topFrame(draft)
  const field = frame && fileField(draft.catalogue, frame.flow)
  const why = unread ? sentenceOf(draft, `unread.${unread}`) : ''
  const isOpen = frame && !frame.key && !hasEnded(draft, frame)
  if (isOpen && field && frame.step === field) {
    take(draft, field, file)
    if (file.type.startsWith('image/')) lead(draft, 'morePages')
    return
  }
  if (isOpen && field && frame.answers[field]) {
    return update(draft, { aside: { kind: 'page', file } })
  }
  if (unread === 'unknown' || (isOpen && !field)) return lead(draft, 'fileNotAsked', { why })
  update(draft, { certificate: { file, paper: null, source: 'picture', cells: [] } })
  if (isOpen) return lead(draft, 'fileKept', { why })
  const { menu, flows } = draft.catalogue
  const choices = menu.filter(({ value }) => flows[value] && fileField(draft.catalogue, value))
  say(draft, 'fileForWhat', { why }, { flow: null, choices })
}

/** A certificate: kept, and read out in its own form, which is opened where nothing else is in hand. */
function hearCertificate(draft: Draft, file: Attachment, { paper, source, cells }: Reading): void {
  const form = formFor(draft.catalogue, paper)
  const frame = topFrame(draft)
  if (!form) return attach(draft, file, undefined)
  const isOpen = frame && !hasEnded(draft, frame)
  const title = sentenceOf(draft, `paper.${paper}`)
  if (isOpen && frame.flow === form) {
    if (frame.key) return lead(draft, 'fileNotAsked', { why: '' })
    update(draft, { certificate: { file, paper, source, cells } })
    if (draft.state.consentedOn === null) lead(draft, 'certificateCame', { title })
    return
  }
  update(draft, { certificate: { file, paper, source, cells } })
  if (isOpen && frame.path.length > 0) {
    const choices = [
      { value: form, label: titleOf(draft, form) },
      { value: 'resume', label: sentenceOf(draft, 'cancelNo') },
    ]
    lead(draft, 'certificateOfAnother', { title, form: titleOf(draft, form) })
    return update(draft, { aside: { kind: 'choose', choices } })
  }
  openErrand(draft, form)
  lead(draft, 'certificateCame', { title })
}

/** Takes a further page, or the other file instead. False: this was not offered. */
export function settlePage(draft: Draft, value: string, file: Attachment): boolean {
  const frame = topFrame(draft)!
  const field = fileField(draft.catalogue, frame.flow)!
  if (value === 'page:swap') {
    take(draft, field, file)
    return true
  }
  if (value !== 'page:add') return false
  const together = joined(frame.answers[field] as Attachment, file)
  update(draft, { aside: null })
  if (together) take(draft, field, together)
  else lead(draft, 'pagesTooLarge')
  return true
}
