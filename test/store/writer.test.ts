import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openHandle } from '../../src/store/sqlite/handle.ts'
import { openWriter } from '../../src/store/sqlite/writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'jiexu-writer-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const insert = (word: string) => ({
  sql: 'insert into said (word) values (?)',
  parameters: [word],
})

describe('the thread that writes', () => {
  test('writes a list wholly or not at all, and says why', async () => {
    const file = join(folder, 'list.db')
    const writer = await openWriter(file)
    await writer.exec('create table said (word text primary key)')
    await writer.list([insert('one'), insert('two')])
    const failed = writer.list([insert('three'), insert('two')])
    await expect(failed).rejects.toThrow('UNIQUE constraint failed: said.word')
    await writer.list([insert('four')])
    const other = await openHandle(file)
    const all = { sql: 'select word from said order by rowid', parameters: [] }
    expect(await other.all(all)).toEqual([{ word: 'one' }, { word: 'two' }, { word: 'four' }])
    await Promise.all([writer.close(), other.close()])
  })

  test('writes two files side by side, and neither into the other', async () => {
    const writers = await Promise.all(['a', 'b'].map((name) => openWriter(join(folder, name))))
    await Promise.all(writers.map((writer) => writer.exec('create table said (word text)')))
    await Promise.all(writers.map((writer, index) => writer.list([insert(`${index}`)])))
    const read = writers.map((writer) => writer.all({ sql: 'select * from said', parameters: [] }))
    expect(await Promise.all(read)).toEqual([[{ word: '0' }], [{ word: '1' }]])
    await Promise.all(writers.map((writer) => writer.close()))
  })

  test('keeps no program alive that has nothing more to write', () => {
    const writer = new URL('../../src/store/sqlite/writer.ts', import.meta.url).href
    const program = `import { openWriter } from '${writer}'
      const { exec } = await openWriter('${join(folder, 'c')}')
      await exec('create table said (word text)')
      console.log('written')`
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      ...{ encoding: 'utf8', timeout: 60_000 },
    })
    expect([ended.status, ended.stdout]).toEqual([0, 'written\n'])
  })
})
