import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createLookAt } from '../../src/certificate/lookOnNode.ts'

const { lookAt, close } = createLookAt()
afterAll(close)

const blank = await PDFDocument.create()
blank.addPage()
const pdf = await blank.save({ useObjectStreams: false })
const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()

test.each([
  ['PDFs are looked into', pdf],
  ['pictures are made fit', picture],
])('%s one after another, and where too many wait they are turned away', async (_, bytes) => {
  const sent = Array.from({ length: 20 }, () => lookAt(new Uint8Array(bytes), false))
  const problems = (await Promise.all(sent)).map((one) => ('problem' in one ? one.problem : null))
  expect(problems.filter((problem) => problem === 'busy')).toHaveLength(3)
  expect(problems.filter((problem) => problem === null)).toHaveLength(17)
})
