import { Kysely } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { d1Dialect } from '../../src/store/d1/dialect.ts'
import { type Bucket, tidyShelf } from '../../src/store/r2/shelf.ts'
import type { Tables } from '../../src/store/tables.ts'
import { type Answer, fillIn, openChat, pdf } from '../web/client.ts'
import type { Worker } from './startWorker.ts'

/** The contents of files, which lie in a bucket beside the database. */
export function describeShelf(started: () => Worker): void {
  describe('the shelf', () => {
    let worker: Worker
    let bucket: Bucket
    beforeAll(async () => {
      worker = started()
      bucket = ((await worker.worker.getEnv()) as { SHELF: Bucket }).SHELF
    })

    const keys = async () => {
      const { objects } = await bucket.list({ limit: 1000 })
      return objects.map(({ key }) => key)
    }

    /** Somebody who sent a file, and the file's id. */
    async function sender() {
      const person = await openChat(worker)
      await fillIn(person, pdf('凭证.pdf', 'the marked content of a file'))
      const all: Answer = await (await person.get()).json()
      const { url } = all.messages.find(({ file }) => file)!.file!
      return { person, url, id: url.split('/').at(-1)! }
    }

    test('holds a file sealed, which its row in the database only names', async () => {
      const { id } = await sender()
      const { results } = await worker.DB.prepare('select content from file where id = ?')
        .bind(id)
        .all()
      expect(results).toEqual([{ content: '' }])
      const sealed = await (await bucket.get(id))!.text()
      expect(sealed).toMatch(/^\w{6}\.[\w+/]+=*$/)
      expect(atob(sealed.split('.')[1]!)).not.toContain('marked')
    })

    test('has nothing left of a chat that is erased', async () => {
      const { person, url, id } = await sender()
      expect(await keys()).toContain(id)
      expect((await worker.app.request(url, { headers: person.headers })).status).toBe(200)
      await person.erase()
      expect(await keys()).not.toContain(id)
    })

    test('is cleared of what never got its row, and of nothing else', async () => {
      const { id } = await sender()
      await bucket.put('orphan', 'sealed')
      const db = new Kysely<Tables>({ dialect: d1Dialect(worker.DB) })
      const tidy = (now: Date) => tidyShelf(bucket, db, now, null)
      await tidy(new Date())
      expect(await keys()).toContain('orphan')
      expect(await tidy(new Date(Date.now() + 2 * 86_400_000))).toBe('')
      expect(await keys()).not.toContain('orphan')
      expect(await keys()).toContain(id)
    })
  })
}
