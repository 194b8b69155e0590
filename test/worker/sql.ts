import type { D1 } from '../../src/store/d1/database.ts'

/** A worker that runs what a test wants to run on the database, all of it or nothing. */
export default {
  async fetch(request: Request, { DB }: { DB: D1 }): Promise<Response> {
    const statements = (await request.json()) as { sql: string; parameters: unknown[] }[]
    const prepared = statements.map(({ sql, parameters }) => DB.prepare(sql).bind(...parameters))
    return DB.batch(prepared).then(
      (answers) => Response.json(answers),
      (error: Error) => new Response(error.message, { status: 500 }),
    )
  },
}
