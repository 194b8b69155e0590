import { expect, it } from 'vitest'
import { scoreNoise } from './noise.ts'

it.each(scoreNoise(4000, 100))(
  'random characters are taken for something in less than one of a thousand times: $where',
  ({ strings, taken }) => {
    expect(taken.length, taken.join('\n')).toBeLessThanOrEqual(strings / 1000)
  },
)
