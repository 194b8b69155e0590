import { expect, test } from 'vitest'
import { cellNames } from '../../src/certificate/papers.ts'
import { flows, happen, saidIn, stepOf, topOf } from './conversation.ts'
import { walksThrough } from './walks.ts'

/** Every question that any flow asks, with the cell that it is about. */
const asked = flows.flatMap((flow) =>
  walksThrough(flow).flatMap(({ moves }) =>
    moves.flatMap(({ before }) => {
      const step = stepOf(before)
      if (step?.kind !== 'ask') return []
      const { flow, step: field } = topOf(before)!
      return [{ before, cell: step.cell, name: `${flow}/${field}` }]
    }),
  ),
)
const pictureAfter = (before: (typeof asked)[number]['before'], value: string) =>
  saidIn(happen(before, { kind: 'chose', value })).at(-1)?.picture

test('every question about a cell shows that cell and says where it is, and so does 在哪', () => {
  const cells = asked.filter(({ cell }) => cell !== undefined)
  expect(new Set(cells.map(({ name }) => name)).size).toBeGreaterThan(25)
  for (const { before, cell = '', name } of cells) {
    expect(cellNames.has(cell)).toBe(true)
    for (const value of ['repeat', 'where']) {
      const picture = pictureAfter(before, value)
      const url = `/pictures/${cell.replace('.', '/')}.svg`
      expect(`${name} ${value} ${picture?.url}`).toBe(`${name} ${value} ${url}`)
      expect(picture?.alt).toMatch(/^《基本.*凭证》(第 \d 行第 \d 格|表格上方第 \d 项).*：.+/)
    }
  }
})

test('a question about no cell shows none', () => {
  const others = asked.filter(({ cell }) => cell === undefined)
  expect(others.length).toBeGreaterThan(10)
  for (const { before } of others) expect(pictureAfter(before, 'repeat')).toBeUndefined()
})
