import type { Feedback, Handling, Stage, Status } from '../backend/backend.ts'
import type { Effect } from './effect.ts'
import type { Event, Happening } from './event.ts'

/** A conversation as text: who said or did what, a line each. */
export type Transcript = { title: string; lines: readonly Line[] }

/** One line; what somebody said over several lines goes on in lines that begin with two spaces. */
export type Line = { who: string; what: string }

/** Lines that make something happen; all others are what comes of it. */
const actors = new Set([
  '用户',
  '选择',
  '文件',
  '流水号',
  '退回',
  '系统',
  '查到',
  '到期',
  '出具',
  '工作人员',
  '接续不成',
  '日期',
])

export const happens = ({ who }: Line): boolean => actors.has(who)

/** Reads a transcript: its first line is the title, behind `# `; other lines with `#` are remarks. */
export function readTranscript(text: string): Transcript {
  const [first = '', ...rest] = text.trim().split('\n')
  const lines: Line[] = []
  let blank = ''
  for (const line of rest) {
    if (line.startsWith('#')) continue
    if (line.trim() === '') {
      blank += '\n'
      continue
    }
    const last = lines.at(-1)
    const goesOn = line.startsWith('  ') && last
    if (goesOn) last.what += `${blank}\n${line.slice(2)}`
    blank = ''
    if (!goesOn) {
      const colon = line.indexOf('：')
      lines.push({ who: line.slice(0, colon), what: line.slice(colon + 1) })
    }
  }
  return { title: first.replace(/^#\s*/, ''), lines }
}

export const writeLines = (lines: readonly Line[]): string =>
  lines
    .map(({ who, what }) => `${who}：${what.replaceAll('\n', '\n  ')}`)
    .join('\n')
    .replaceAll(/^ +$/gm, '')

/** What a line makes happen. `key` is the submission that waits for its receipt. */
export function happeningOf(
  { who, what }: Line,
  { key, serial }: { key: string; serial: string },
): Happening {
  switch (who) {
    case '选择':
      return { kind: 'chose', value: what }
    case '文件': {
      const [name = '', kilobytes, problem] = what.split(' ')
      const file = { id: 'file', name, type: 'application/pdf', bytes: Number(kilobytes) * 1024 }
      return { kind: 'sent', file: { ...file, ...(problem && { problem }) } }
    }
    case '流水号':
      return { kind: 'received', key, serial: what, receivedAt: '2026-11-23T09:00:00+08:00' }
    case '退回': {
      const [reason = '', field] = what.split(' ')
      return { kind: 'refused', key, reason, ...(field && { field }) }
    }
    case '系统':
      return { kind: 'statusChanged', status: statusOf(what, serial) }
    case '查到':
      return { kind: 'lookedUp', status: what === '没有' ? null : foundOf(what) }
    case '出具':
      return { kind: 'issued', file: { ...certificateFile, name: what } }
    case '到期':
      return { kind: 'due', about: what, serial }
    case '接续不成':
      return { kind: 'notJoined', why: what === '自己' ? 'own' : 'invalid' }
    case '工作人员':
      return what === '结束'
        ? { kind: 'clerkLeft' }
        : { kind: 'clerkSaid', text: what, clerk: '经办' }
    default:
      return { kind: 'said', text: what }
  }
}

const certificateFile = {
  ...{ id: 'document', name: '参保缴费凭证.pdf', type: 'application/pdf', bytes: 90_000 },
}

const feedback: Partial<Record<Stage, [Handling, Feedback]>> = {
  accepted: ['处理中', '受理成功'],
  refused: ['处理结束', '受理失败'],
  completed: ['处理结束', '处理成功'],
}

/** `refused 月数与凭证不符 paidMonths` as the status that the agency would send; a certificate comes as a file. */
function statusOf(what: string, serial: string): Status {
  const [stage = 'submitted', reason, field] = what.split(' ') as [Stage, string?, string?]
  const [handling, answer] = feedback[stage] ?? ['处理中', '受理成功']
  return {
    ...{ serial, business: '', submittedAt: '2026-11-23T09:00:00+08:00' },
    ...{ stage, handling, feedback: answer },
    documents: stage === 'certificateIssued' ? [certificateFile] : [],
    ...(reason && { reason }),
    ...(field && { field }),
  }
}

/** `pension-in 2026112300000009 accepted` as the status that a look-up finds. */
function foundOf(what: string): Status {
  const [business = '', serial = '', ...rest] = what.split(' ')
  return { ...statusOf(rest.join(' '), serial), business }
}

/** What effects look like in a transcript. */
export const linesOf = (effects: readonly Effect[]): Line[] => effects.flatMap(linesOfEffect)

function linesOfEffect(effect: Effect): Line[] {
  switch (effect.kind) {
    case 'say': {
      const { text, choices, file, from } = effect.saying
      const said: Line[] = [{ who: from === 'clerk' ? '经办' : '助手', what: text }]
      if (file) said.push({ who: '附件', what: file.name })
      if (choices?.length) {
        said.push({ who: '选项', what: choices.map(({ label }) => label).join('｜') })
      }
      return said
    }
    case 'submit':
      return [{ who: '提交', what: `${effect.application.business} ${effect.application.route}` }]
    case 'issue':
      return [{ who: '文书', what: effect.writing.fileName }]
    case 'lookUp':
      return [{ who: '查询', what: effect.serial }]
    case 'remind':
      return [{ who: '提醒', what: `${effect.on} ${effect.about}` }]
    case 'handoff':
      return [{ who: '转人工', what: '' }]
    case 'keepCode':
      return [{ who: '接续码', what: `${effect.channel} ${effect.code}` }]
    case 'join':
      return [{ who: '接续', what: effect.code }]
    case 'erase':
      return [{ who: '删除', what: '' }]
  }
}

/** An event at a fixed time, numbered. */
export const eventAt = (happening: Happening, number: number, today: string): Event => ({
  ...happening,
  id: `event-${number}`,
  at: `${today}T01:00:00.000Z`,
  today,
  code: '4829130576',
})
