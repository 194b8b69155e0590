import { PDFDocument } from '@cantoo/pdf-lib'
import { afterAll, describe, expect, test } from 'vitest'
import { createLookAt } from '../../src/certificate/lookOnNode.ts'
import { holderOf } from './holders.ts'
import { draw } from './layouts.ts'
import { clean, photograph } from './photo.ts'
import { readingOf, scoreOf } from './score.ts'

/** However slow the machine is. */
const patience = 240_000
const { lookAt, close } = createLookAt({ picture: patience, pdf: patience })
afterAll(close)
const look = (bytes: Uint8Array) => lookAt(new Uint8Array(bytes), true)

const small = { ...clean, pixels: 1800 }

describe('a picture of a certificate is read, and only proposes', { timeout: patience }, () => {
  test('a photograph, aslant, shaded, on its side, with a seal across it', async () => {
    const holder = holderOf('pension', 12)
    const flaws = { ...small, turn: 2.5, quarter: 1, shade: 0.4, stamp: true, quality: 70 } as const
    const looked = await look(await photograph(draw('asPaper', holder), flaws))
    const reading = readingOf(looked)
    const { cells, right, wrongUnmarked } = scoreOf(holder, reading)
    expect(reading?.source).toBe('picture')
    expect(right).toBeGreaterThanOrEqual(0.8 * cells)
    expect(wrongUnmarked).toBe(0)
    expect(looked).toMatchObject({ type: 'image/jpeg' })
  })

  test('a scan within a PDF', async () => {
    const holder = holderOf('medical', 12)
    const pdf = await PDFDocument.create()
    const scan = await pdf.embedJpg(await photograph(draw('asPaper', holder), small))
    pdf.addPage([595, 842]).drawImage(scan, { x: 0, y: 0, width: 595, height: 842 })
    const reading = readingOf(await look(await pdf.save()))
    const { cells, right, wrongUnmarked } = scoreOf(holder, reading)
    expect(reading?.source).toBe('picture')
    expect(right).toBeGreaterThanOrEqual(0.9 * cells)
    expect(wrongUnmarked).toBe(0)
  })
})
