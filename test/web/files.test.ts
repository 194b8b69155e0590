import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openApp } from '../openApp.ts'
import { certificateOf, openChat, pdf } from './client.ts'

let app: Awaited<ReturnType<typeof openApp>>
let person: Awaited<ReturnType<typeof openChat>>
beforeEach(async () => {
  app = await openApp()
  person = await openChat(app)
})
afterEach(() => app.close())

const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } })
  .jpeg()
  .toBuffer()
const photo = (name: string) => new File([new Uint8Array(jpeg)], name)

const files = () => app.db.selectFrom('file').selectAll().execute()
const kept = async (count: number) => {
  await expect.poll(async () => (await files()).length).toBe(count)
  await app.settle()
  expect(await files()).toHaveLength(count)
}
const send = async (sent: Parameters<typeof person.send>[0]) =>
  (await person.send(sent)).messages.map(({ text }) => text).join('\n')

test('a file of no use is not kept', async () => {
  await person.send({ text: '我要不要转社保' })
  expect(await send({ file: pdf() })).toContain('用不上')
  await kept(0)
})

test('of two that wait to be attached the newer one is kept', async () => {
  for (const name of ['旧.jpg', '新.jpg']) await person.send({ file: photo(name) })
  await kept(1)
  const { state } = (await app.store.turnAt(`web:${person.chat}`))!
  expect(state.certificate!.file).toMatchObject({ id: (await files())[0]!.id, name: '新.jpg' })
})

test('of one that comes twice at once one copy is kept', async () => {
  const twice = [1, 2].map(() => person.post({ id: 'same', file: photo('凭证.jpg') }))
  for (const { status } of await Promise.all(twice)) expect(status).toBe(200)
  await kept(1)
  const { state } = (await app.store.turnAt(`web:${person.chat}`))!
  expect(state.certificate!.file.id).toBe((await files())[0]!.id)
})

test('what another one replaced can be brought back, until its errand is given up', async () => {
  for (const sent of certificateOf()) await person.send(sent)
  await kept(1)
  await person.send({ file: pdf('另一张.pdf') })
  await person.send({ choice: 'page:swap' })
  await kept(2)
  await person.send({ text: '不办了' })
  await person.send({ choice: 'cancel' })
  await kept(0)
})

test('the address of a file, pasted into another chat or its own, deletes nothing', async () => {
  await person.send({ file: photo('凭证.jpg') })
  const address = `/api/chats/${person.chat}/files/${(await files())[0]!.id}`
  const other = await openChat(app)
  for (const one of [other, person]) await one.send({ text: address })
  // As a field's value it is part of the state, until another replaces it.
  for (const sent of certificateOf().slice(0, 6)) await other.send(sent)
  await other.send({ text: `河南省郑州市金水区${address}` })
  await other.send({ text: '地址改成河南省郑州市金水区文化路1号' })
  await kept(1)
})

test('what was sent to a clerk stays', async () => {
  await person.send({ text: '转人工' })
  await app.inbox.receive(`web:${person.chat}`, {
    ...{ kind: 'clerkSaid', text: '请发给我看看', clerk: '李', id: 'clerk' },
    ...app.stamp(),
  })
  await person.send({ file: pdf() })
  await person.send({ text: '发了' })
  await kept(1)
})

test('a conversation keeps so much and no more, and says so', async () => {
  await person.send({ file: photo('凭证.jpg') })
  const [{ id } = { id: '' }] = await files()
  const full = { bytes: 30 * 1024 * 1024 }
  await app.db.updateTable('file').set(full).where('id', '=', id).execute()
  expect(await send({ file: photo('凭证.jpg') })).toContain('存满')
  await kept(1)
  const other = await openChat(app)
  await other.send({ file: photo('凭证.jpg') })
  await kept(2)
})
