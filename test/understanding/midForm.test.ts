import { expect, it } from 'vitest'
import { built, catalogue } from '../everything/conversation.ts'
import { outcomeOf, remarks } from './midForm.ts'

it.each(remarks)('at $field: $said', ({ field, said, expected }) => {
  expect(outcomeOf({ field, said })).toBe(expected)
})

it('there are at least 200 remarks', () => {
  expect(remarks.length).toBeGreaterThanOrEqual(200)
})

it('whatever is no business of ours is said so in one short line', () => {
  const told = Object.entries(built.data.wishes.wishes)
    .filter(([, { kind }]) => ['outside', 'talk', 'instruction', 'noise'].includes(kind))
    .map(([wish]) => wish)
  expect(told.filter((wish) => !catalogue.has(`common/topic.${wish}`))).toEqual([])
  for (const wish of told) {
    expect(catalogue.render(`common/topic.${wish}`, {}).trim().length).toBeLessThanOrEqual(60)
  }
})
