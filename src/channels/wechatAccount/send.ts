import type { Memory } from '../../memory.ts'
import type { Channel, Contact, Manners, Notice, Parcel, Sent } from '../channel.ts'
import { type Api, Refusal } from './api.ts'
import type { InTime } from './inTime.ts'
import { channel } from './message.ts'
import { blanksOf, fillTemplate } from './templateMessage.ts'

/** Nobody gets a file through a service account: files are links to the web page. */
export const manners: Manners = {
  ...{ textBytes: 2048, markup: 'plain', buttons: 0 },
  ...{ pictures: true, files: false },
}

/**
 * What the platform lets through after a message: so many in 48 hours. After a menu, a follow or a
 * scan it is three in a minute, beside what an earlier message still allows: there it says itself
 * when nothing more gets through.
 */
const mostAfterMessage = 5
const window = 48 * 3_600_000

/** The most that the agency takes is far less. */
const mostPicture = 10 * 1024 * 1024

type Dependencies = {
  api: Api
  inTime: InTime
  memory: Memory
  templateId?: string | undefined
}

/** Sends through an official account: in time where a request waits, else as customer service. */
export function createSend({ api, inTime, memory, templateId }: Dependencies): Channel {
  const blanks = memory<readonly string[]>('WeChat templates', 10)
  async function dataOf(notice: Notice, template: string, signal: AbortSignal) {
    const known = blanks.get(template) ?? (await blanksOf(api, template, signal))
    blanks.set(template, known)
    return fillTemplate(known, notice)
  }

  async function bodyOf(parcel: Parcel, signal: AbortSignal): Promise<object> {
    if (parcel.kind === 'text') return { msgtype: 'text', text: { content: parcel.text } }
    if (parcel.kind === 'file') throw new Error('an official account sends no files')
    return { msgtype: 'image', image: { media_id: await api.upload(parcel, signal) } }
  }

  const told = async (sending: () => Promise<unknown>): Promise<Sent> => {
    try {
      await sending()
      return sent
    } catch (error) {
      const refused = error instanceof Refusal ? meaningOf(error.code) : null
      if (refused) return refused
      throw error
    }
  }

  return {
    name: channel,
    manners,
    allowance({ heardAt, sentSince }: Contact, now) {
      const isOver = now.getTime() - heardAt.getTime() >= window
      return isOver ? 0 : Math.max(0, mostAfterMessage - sentSince)
    },

    async send({ person }, parcel, _, signal) {
      if (parcel.kind === 'text' && (await inTime.take(person, parcel.text))) return sent
      await inTime.ahead(person)
      return told(async () =>
        api.post(
          '/cgi-bin/message/custom/send',
          { touser: person, ...(await bodyOf(parcel, signal)) },
          signal,
        ),
      )
    },

    ...(templateId && {
      notify: ({ person }, notice, id, signal) =>
        told(async () => {
          const data = await dataOf(notice, templateId, signal)
          const body = { touser: person, template_id: templateId, data }
          const client_msg_id = await shortId(id)
          return api.post('/cgi-bin/message/template/send', { ...body, client_msg_id }, signal)
        }),
    }),

    async fetch(_, { mediaId = '' }, signal) {
      try {
        return await api.download(mediaId, mostPicture, signal)
      } catch (error) {
        // It is gone for good: an empty file is asked for again.
        if (error instanceof Refusal && gone.has(error.code)) return new Uint8Array(0)
        throw error
      }
    },
  }
}

const sent: Sent = { kind: 'sent' }

/** Media ids end after three days. */
const gone = new Set([40007])

/** What a refusal means for the person's conversation; null where it may be tried again. */
function meaningOf(code: number): Sent | null {
  switch (code) {
    case 45015: // out of the 48 hours
    case 45047: // out of the 5 messages
    case 48001: // not verified: only answers in time are let through
    case 48002: // the person takes no messages now
    case 43101: // nor notices
      return { kind: 'closed' }
    case 40003: // no person of this account
    case 43004: // does not follow it any more
      return { kind: 'unreachable', reason: `WeChat ${code}` }
    case 45009: // the day's calls are used up
      return { kind: 'wait', seconds: 3600 }
    case 45011: // the minute's
      return { kind: 'wait', seconds: 60 }
    default:
      return null
  }
}

/** An id that the platform takes to tell a repetition by: 32 letters and digits. */
async function shortId(id: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id))
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'))
  return hex.join('').slice(0, 32)
}
