import type { Message } from 'wechaty'
import type { Address, Incoming } from '../channel.ts'

export const channel = 'wechat'

/** The kinds of messages and contacts, as wechaty numbers them. */
export type Kinds = Pick<typeof import('wechaty').types, 'Message' | 'Contact'>

/** What a message means to us; null for our own, for the platform's, and for what concerns others. */
export async function incomingOf(
  message: Message,
  account: string,
  kinds: Kinds,
): Promise<Incoming | null> {
  const talker = message.talker()
  if (message.self() || isPlatform(talker.id, talker.type(), kinds)) return null
  const address: Address = { channel, account, person: talker.id }
  const room = message.room()
  if (room) {
    if (!(await message.mentionSelf())) return null
    const content = { kind: 'text' as const, text: await message.mentionText() }
    const into = { ...address, reply: { room: room.id } }
    return { id: message.id, address: into, at: message.date(), inGroup: true, content }
  }
  const content = contentOf(message, kinds)
  return content && { id: message.id, address, at: message.date(), content }
}

/** Official accounts and WeChat's own contact write to everybody, and are not written back to. */
const isPlatform = (id: string, type: number, { Contact }: Kinds): boolean =>
  type === Contact.Official || id === 'weixin'

function contentOf(message: Message, { Message: kinds }: Kinds): Incoming['content'] | null {
  const type = message.type()
  switch (type) {
    case kinds.Text:
      return { kind: 'text', text: message.text() }
    case kinds.Image:
    case kinds.Attachment: {
      const name = type === kinds.Image ? 'picture.jpg' : nameOf(message)
      return { kind: 'fileReference', name, reference: { message: message.id } }
    }
    // Lines of the platform's own, such as “you can chat now”, have no kind.
    case kinds.Unknown:
    case kinds.Recalled:
      return null
    default:
      return { kind: 'unsupported', what: (kinds[type] ?? '').toLowerCase() }
  }
}

/** What a file is called: puppets say it in one of two places, some of them wrapped in XML. */
function nameOf(message: Message): string {
  const names = [message.payload?.filename, message.text()]
  return names.find((name) => name && /^[^<>/\\\n]{1,100}$/.test(name)) ?? 'file'
}
