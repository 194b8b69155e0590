import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mostBytes } from '../../src/certificate/inspect.ts'
import { createLookAt } from '../../src/certificate/lookOnNode.ts'
import { openApp } from '../openApp.ts'
import { fillIn, openChat } from '../web/client.ts'

const { lookAt, close } = createLookAt()
let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp({}, { lookAt })
})
afterAll(async () => {
  await app.close()
  close()
})

/** A sharp picture of some print, 1,800 pixels high. */
async function photo(words: string): Promise<File> {
  const line = (_: unknown, index: number) =>
    `<text x="90" y="${120 + index * 70}" font-size="40">${words} ${index}</text>`
  const texts = Array.from({ length: 24 }, line).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1270" height="1800"><rect width="1270" height="1800" fill="#fff"/>${texts}</svg>`
  const jpeg = await sharp(Buffer.from(svg)).jpeg({ quality: 95 }).toBuffer()
  return new File([new Uint8Array(jpeg)], `${words}.jpg`, { type: 'image/jpeg' })
}

test('two pictures go to the agency as one PDF in A4, small enough', async () => {
  const person = await openChat(app)
  await fillIn(person)
  await person.send({ choice: 'change:certificate' })
  await person.send({ file: await photo('page one') })
  const asked = await person.send({ file: await photo('page two') })
  expect(asked.messages.at(-1)?.choices?.map(({ value }) => value)).toContain('page:add')
  await person.send({ choice: 'page:add' })
  const filed = await person.send({ choice: 'confirm' })
  const attached = await app.desk.record.attachment(filed.state.dossier!.serial)
  expect(attached?.type).toBe('application/pdf')
  expect(attached!.content.length).toBeLessThanOrEqual(mostBytes)
  const pdf = await PDFDocument.load(attached!.content)
  expect(pdf.getPages().map((page) => Math.round(page.getHeight()))).toEqual([842, 842])
})
