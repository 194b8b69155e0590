import { describe, expect, test } from 'vitest'
import { maps, templates } from '../../src/assets/generated.js'
import { createRender } from '../../src/assets/render.ts'
import { lookAtText } from '../../src/certificate/look.ts'
import { loadPacked } from '../../src/certificate/reading/packedMaps.ts'
import { documentOf } from '../../src/desk/documents.ts'
import { createFont } from '../../src/documents/font.ts'
import { loadFont } from '../../src/documents/nodeFont.ts'
import { documentWords } from '../../src/documents/words.ts'
import { writeDocument } from '../../src/documents/writeDocument.ts'
import { holderOf } from './holders.ts'
import { readingOf, scoreOf } from './score.ts'

const render = createRender(templates)
const font = createFont(loadFont)
const words = documentWords(render)
const lookAt = lookAtText(loadPacked(maps))

describe('a certificate that the desk makes is read back, cell for cell', () => {
  test.each(['pension', 'medical'] as const)('%s', async (paper) => {
    const { values, ...holder } = holderOf(paper, 4)
    const at = '2026-11-23T10:00:00+08:00'
    const application = { business: `${paper}-out`, route: 'platform' as const, fields: values }
    const decision = { documents: [], certificate: values }
    const serial = '2026112300000001'
    const facts = { serial, application, decision, issuedAt: at, submittedAt: at }
    const { content } = documentOf(render, 'certificate', facts)
    const pdf = await writeDocument(await font(), content, {
      ...{ number: 'JX2026112300000001', at: new Date(at), link: 'https://jiexu.example/verify' },
      foot: (page) =>
        words.foot({
          ...{ ...page, number: 'JX 20261123 0000 0001', issuedOn: '2026-11-23' },
          address: 'https://jiexu.example/verify',
        }),
      missingWord: words.missingWord(),
    })
    const reading = readingOf(await lookAt(pdf, true))
    const { cells, right, marked, notes } = scoreOf({ ...holder, values }, reading)
    expect({ notes, marked }).toEqual({ notes: [], marked: 0 })
    expect(right).toBe(cells)
  })
})
