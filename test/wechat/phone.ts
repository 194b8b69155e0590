import type { EventEmitter } from 'node:events'
import { FileBox } from 'file-box'
import { types } from 'wechaty'
import { mock, PuppetMock } from 'wechaty-puppet-mock'

type MessageMock = ReturnType<mock.Mocker['MessageMock']['load']>

/** Contacts and groups of the mock are emitters, which their types do not say. */
export const onMessage = (place: object, hear: (message: MessageMock) => void) =>
  (place as EventEmitter).on('message', hear)

export type Heard = { text: string; file: string | null }

/** WeChat as its mock has it, with the traps of the mock put right. */
export function createPhone(puppet = new PuppetMock({ mocker: new mock.Mocker() })) {
  const { mocker } = puppet
  const account = mocker.createContact({ id: 'bot', name: '接续' })
  let counter = 0

  /** A person, and what has come to their phone from the account. */
  function person(id: string, more: object = {}) {
    const contact = mocker.createContact({ id, name: id, type: types.Contact.Individual, ...more })
    const heard: Heard[] = []
    onMessage(contact, (message) => {
      if (message.talker().id !== 'bot' || message.room()) return
      const file = mocker.cacheFileBoxPayload.get(message.id) as { name?: string } | undefined
      heard.push({ text: message.text() ?? '', file: file?.name ?? null })
    })
    return {
      heard,
      contact,
      say: (text: string) => contact.say(text).to(account),
      /** Anything but words: the mock knows few kinds by itself. */
      send(name: string, bytes: Uint8Array, type: number, id = `file-${++counter}`): string {
        const box = FileBox.fromBase64(Buffer.from(bytes).toString('base64'), name)
        mocker.cacheFileBoxPayload.set(id, box.toJSON() as never)
        mocker.MessageMock.create({
          ...{ id, talkerId: contact.id, listenerId: 'bot', timestamp: Date.now() },
          ...{ type, text: type === types.Message.Attachment ? name : '<msg/>' },
        } as never)
        puppet.emit('message', { messageId: id })
        return id
      },
    }
  }

  return {
    ...{ mocker, puppet, account, person },
    scan: (code: string, status = types.ScanStatus.Waiting) => mocker.scan(code, status),
    signIn() {
      mocker.login(account)
      puppet.emit('ready', { data: 'mock' })
    },
    signOut: () => puppet.logout('the phone said so'),
    /** A group, in which everybody may be mentioned. */
    group: (members: readonly string[]) =>
      mocker.createRoom({ id: 'group@chatroom', topic: '群', memberIdList: ['bot', ...members] }),
  }
}
