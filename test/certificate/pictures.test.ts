import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { charactersOf } from '../../src/assets/buildFont.ts'
import * as built from '../../src/assets/generated.js'
import { drawCell } from '../../src/certificate/draw.ts'
import { cellNamed, cellNames, papers } from '../../src/certificate/papers.ts'
import { pictureFont } from '../../src/certificate/rasterize.ts'
import { createFont } from '../../src/documents/font.ts'
import { openApp } from '../openApp.ts'

const words = { specimen: built.data.common.specimen }

let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

describe('the description of the papers', () => {
  test.each(Object.values(papers))(
    '$title has no cells that overlap or leave the sheet',
    (paper) => {
      const boxes = paper.cells.flatMap(({ id, labelBox, box }) =>
        [labelBox, box].filter(({ width }) => width > 0).map((one) => ({ id, ...one })),
      )
      const clashes = boxes.flatMap((a, index) =>
        boxes
          .slice(index + 1)
          .filter(
            (b) =>
              a.x < b.x + b.width &&
              b.x < a.x + a.width &&
              a.y < b.y + b.height &&
              b.y < a.y + a.height,
          )
          .map((b) => `${a.id}/${b.id}`),
      )
      expect(clashes).toEqual([])
      for (const { x, y, width, height } of boxes) {
        expect(x).toBeGreaterThanOrEqual(paper.table.x)
        expect(x + width).toBeLessThanOrEqual(paper.table.x + paper.table.width)
        expect(y + height).toBeLessThan(paper.height)
      }
    },
  )

  test.each(Object.values(papers))('$title has rows that fill the table', ({ table, cells }) => {
    const rows = Map.groupBy(
      cells.filter(({ section }) => section !== ''),
      ({ row }) => row,
    )
    for (const [row, parts] of rows) {
      const right = Math.max(...parts.map(({ box }) => box.x + box.width))
      expect(`${row}: ${right}`).toBe(`${row}: ${table.x + table.width}`)
    }
  })
})

describe('a picture', () => {
  test.each([...cellNames])('of %s is drawn and framed', async (name) => {
    const { paper, cell } = cellNamed(name)!
    const response = await app.app.request(`/pictures/${paper.id}/${cell.id}.svg`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/svg+xml')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const svg = await response.text()
    expect(svg).toBe(drawCell(paper, cell, words))
    expect(svg).not.toMatch(/NaN|undefined/)
    expect(svg.length).toBeLessThan(20_000)
  })

  test('is a PNG for channels that show no SVG', async () => {
    const picture = await app.loadPicture('/pictures/pension/paidMonths.svg')
    expect(picture?.name).toBe('本地实际缴费月数.png')
    const same = await app.app.request('/pictures/pension/paidMonths.png')
    expect(new Uint8Array(await same.arrayBuffer())).toEqual(picture?.content)
    expect([...picture!.content.slice(1, 4)]).toEqual([...'PNG'].map((c) => c.charCodeAt(0)))
    expect(picture!.content.length).toBeGreaterThan(30_000)
  })

  test('has a glyph for every character, so that none is left out silently', async () => {
    const { has } = await createFont(async () => new Uint8Array(readFileSync(pictureFont)))()
    const drawn = charactersOf(words)
    expect(drawn.length).toBeGreaterThan(200)
    const missing = [...drawn].filter((char) => !has(char.codePointAt(0)!))
    expect(missing).toEqual([])
    expect(has('龘'.codePointAt(0)!)).toBe(false)
  })

  test.each([
    '/pictures/pension/nothing.svg',
    '/pictures/toString/name.svg',
    '/pictures/x/name.gif',
  ])('%s is not there', async (address) => {
    expect((await app.app.request(address)).status).toBe(404)
    expect(await app.loadPicture(address)).toBeNull()
  })
})
