import { type NoiseScore, scoreNoise } from '../understanding/noise.ts'
import { type Score, scoreAll } from '../understanding/score.ts'

export type Understanding = { tables: readonly Score[]; noise: readonly NoiseScore[] }

/** Reads every table of what people say again, and tells random strings from it; prints all figures. */
export function measureUnderstanding(strings = 20_000): Understanding {
  const tables = scoreAll()
  const noise = scoreNoise(strings, 1000)
  console.log('\nwhat people write, understood\n')
  console.table(
    [
      ...tables,
      ...Object.entries(sums).map(([table, belongs]) => total(table, tables.filter(belongs))),
    ].map(({ microseconds, ...score }) => ({ ...score, 'µs a message': Math.round(microseconds) })),
  )
  console.log('\nrandom everyday characters that were taken for something\n')
  console.table(
    noise.map(({ where, strings, taken }) => ({
      ...{ where, strings, taken: taken.length },
      '%': Number(((taken.length / strings) * 100).toFixed(3)),
    })),
  )
  return { tables, noise }
}

const isCells = ({ table }: Score) => table.startsWith('answers/cells')
const isValues = (score: Score) => score.table.startsWith('answers/') && !isCells(score)

const sums: Readonly<Record<string, (score: Score) => boolean>> = {
  'all values': isValues,
  'all sentences of several cells': isCells,
  'all wishes and questions': ({ table }) => table.startsWith('wishes/'),
  everything: () => true,
}

function total(table: string, scores: readonly Score[]): Score {
  const sum = (part: 'rows' | 'right' | 'wrong' | 'askedBack') =>
    scores.reduce((all, score) => all + score[part], 0)
  const time = scores.reduce((all, { rows, microseconds }) => all + rows * microseconds, 0)
  return {
    ...{ table, rows: sum('rows'), right: sum('right'), wrong: sum('wrong') },
    ...{ askedBack: sum('askedBack'), microseconds: time / sum('rows') },
  }
}

if (import.meta.main) measureUnderstanding()
