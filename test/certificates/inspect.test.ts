import { deflateSync, gzipSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { inspect, mostSent } from '../../src/certificate/inspect.ts'

const bytes = (...parts: (string | Uint8Array)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))))
const blank = await PDFDocument.create()
blank.addPage()
const plainPdf = await blank.save({ useObjectStreams: false })
const latin = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1')
const picture = (format: 'jpeg' | 'png' | 'webp') =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } })
    .toFormat(format)
    .toBuffer()

/** Print that is packed to a tenth. */
const noise = Buffer.from(
  Array.from({ length: 12_000_000 }, (_, at) => (at % 10 ? 65 : (at * 7919) % 251)),
)

/** A PDF with one more object in it. */
const pdfWith = (object: string | Uint8Array) =>
  bytes(latin(plainPdf).replace('xref\n', ''), object, '\n%%EOF\n')
const stream = (dictionary: string, content: Uint8Array) =>
  bytes(
    `9 0 obj\n<< ${dictionary} /Length ${content.length} >>\nstream\n`,
    content,
    '\nendstream\n',
  )

describe('what is taken', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('%s', async (format) => {
    expect(await inspect(new Uint8Array(await picture(format)))).toMatchObject({
      type: `image/${format}`,
    })
  })
  test('a PDF, its objects in the open or packed', async () => {
    expect(await inspect(plainPdf)).toEqual({ type: 'application/pdf', extension: 'pdf' })
    const packed = await PDFDocument.create()
    packed.addPage().drawText('x')
    expect(await inspect(await packed.save())).toMatchObject({ extension: 'pdf' })
  })
})

describe('what is refused, by its bytes and not by its name', () => {
  const cases: [string, Uint8Array | Promise<Uint8Array>, string][] = [
    ['nothing', bytes(), 'empty'],
    ['a program', bytes('MZ\x90\x00'), 'type'],
    ['a page of HTML', bytes('<!doctype html><script>1</script>'), 'type'],
    ['a vector picture with a script', bytes('<svg onload="alert(1)"/>'), 'type'],
    ['an iPhone’s HEIC', bytes('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic'), 'heic'],
    ['a zip', bytes('PK\x03\x04', 'x'.repeat(100)), 'archive'],
    ['gzip', new Uint8Array(gzipSync('x')), 'archive'],
    ['an old Word document', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'archive'],
    ['a PDF cut off', plainPdf.slice(0, 600), 'broken'],
    [
      'a JPEG cut off',
      picture('jpeg').then((jpeg) => new Uint8Array(jpeg.subarray(0, 200))),
      'broken',
    ],
    ['a PDF with a password', pdfWith('trailer << /Encrypt 8 0 R >>'), 'encrypted'],
    [
      'a PDF with a script',
      pdfWith('9 0 obj << /S /JavaScript /JS (app.alert\\(1\\)) >> endobj'),
      'script',
    ],
    [
      'a script under a name in disguise',
      pdfWith('9 0 obj << /S /J#61vaScript >> endobj'),
      'script',
    ],
    [
      'a PDF that launches a program',
      pdfWith('9 0 obj << /S /Launch /F (cmd.exe) >> endobj'),
      'script',
    ],
    ['a PDF with a file in it', pdfWith('9 0 obj << /EmbeddedFiles 8 0 R >> endobj'), 'script'],
    [
      'a script packed away among other objects',
      pdfWith(
        stream('/Type /ObjStm /Filter /FlateDecode', deflateSync('9 0 << /S /JavaScript >>')),
      ),
      'script',
    ],
    ['a zip behind a PDF', bytes(plainPdf, 'PK\x05\x06', '\x00'.repeat(18), '\n%%EOF'), 'hostile'],
    [
      'a zip behind a JPEG',
      picture('jpeg').then((jpeg) => bytes(jpeg, 'PK\x05\x06', '\x00'.repeat(18), '\xff\xd9')),
      'hostile',
    ],
    [
      'a page of HTML that is a PDF too',
      bytes('%PDF-1.4\n<script>alert(1)</script>\n', plainPdf),
      'hostile',
    ],
    [
      'a stream that swells a thousandfold',
      pdfWith(stream('/Filter /FlateDecode', bomb(1))),
      'hostile',
    ],
    [
      'one packed in another',
      pdfWith(stream('/Filter [/FlateDecode /FlateDecode]', bomb(2))),
      'hostile',
    ],
    [
      'thousands of packed streams',
      pdfWith(bytes(...Array(3000).fill(stream('', deflateSync('x'))))),
      'hostile',
    ],
    ['megabytes of names in disguise', pdfWith('#41'.repeat(3_000_000)), 'hostile'],
    [
      'objects that are unpacked to many megabytes',
      pdfWith(stream('/Type /ObjStm', deflateSync(noise))),
      'hostile',
    ],
    ['a picture of a thousand million pixels', pixelBomb(), 'pixels'],
    [
      'the same in a PDF',
      pdfWith('9 0 obj << /Subtype /Image /Width 60000 /Height 60000 >> endobj'),
      'pixels',
    ],
    ['more than may be sent', bytes(plainPdf, 'x'.repeat(mostSent), '%%EOF'), 'large'],
  ]
  test.each(cases)('%s', async (_, given, problem) => {
    const file = await given
    const before = process.memoryUsage().rss
    expect(await inspect(file)).toEqual({ problem })
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
  })
})

/** Zeros that are packed, and packed again. */
function bomb(times: 1 | 2): Uint8Array {
  const zeros = new Uint8Array(40 * 1024 * 1024)
  const once = deflateSync(zeros)
  return times === 1 ? once : deflateSync(once)
}

/** A PNG of a few bytes whose head claims 40,000 by 30,000 pixels. */
function pixelBomb(): Uint8Array {
  const head = Buffer.alloc(25)
  head.writeUInt32BE(13, 0)
  head.write('IHDR', 4, 'latin1')
  head.writeUInt32BE(40_000, 8)
  head.writeUInt32BE(30_000, 12)
  return bytes('\x89PNG\r\n\x1a\n', head, '\x00\x00\x00\x00IEND\xae\x42\x60\x82')
}
