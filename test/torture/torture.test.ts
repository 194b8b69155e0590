import { describe, expect, test } from 'vitest'
import { postgresPrograms } from '../postgres/programs.ts'
import { type Ordeal, torture } from './torture.ts'

const short: Omit<Ordeal, 'database' | 'processes'> = {
  ...{ seed: 1, people: 2, kills: 2, heard: 20 },
}
const slowMachine = 600_000

describe('servers that are killed under load, a few times', () => {
  test(
    'keep every promise on an SQLite file',
    async () => {
      const found = await torture({ ...short, database: 'sqlite', processes: 1 })
      expect(found.broken).toEqual([])
      expect(found.kills).toBeGreaterThanOrEqual(2)
      // Who was heard may have had everything erased in the end.
      expect(found.turns + found.erased).toBeGreaterThan(0)
    },
    slowMachine,
  )

  test.skipIf(postgresPrograms().length === 0)(
    'keep every promise on one Postgres',
    async () => {
      const found = await torture({ ...short, database: 'postgres', processes: 2 })
      expect(found.broken).toEqual([])
      expect(found.kills).toBeGreaterThanOrEqual(2)
      // Who was heard may have had everything erased in the end.
      expect(found.turns + found.erased).toBeGreaterThan(0)
    },
    slowMachine,
  )
})
