import { access } from 'node:fs/promises'
import { Kysely } from 'kysely'
import { migrate } from './migrate.ts'
import { postgresDialect } from './postgres/dialect.ts'
import { openPool } from './postgres/pool.ts'
import { sqliteDialect } from './sqlite/dialect.ts'
import type { Tables } from './tables.ts'

/** Opens the database that a `DATABASE_URL` names and brings its schema up to date. */
export async function openDatabase(url: string): Promise<Kysely<Tables>> {
  const db = connectDatabase(url)
  const migrating = isPostgresUrl(url)
    ? new Kysely<Tables>({ dialect: postgresDialect(openPool(url, true)) })
    : db
  try {
    await migrate(migrating)
  } catch (error) {
    await db.destroy()
    throw error
  } finally {
    if (migrating !== db) await migrating.destroy()
  }
  return db
}

/** Opens it as it is. */
export const connectDatabase = (url: string): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: isPostgresUrl(url)
      ? postgresDialect(openPool(url))
      : sqliteDialect(url.replace(/^sqlite:/, '')),
  })

/** Opens one that is there, as it is. Throws where there is no such file, which opening would make. */
export async function connectExisting(url: string): Promise<Kysely<Tables>> {
  if (!isPostgresUrl(url)) {
    const file = url.replace(/^sqlite:/, '')
    await access(file).catch(() => {
      throw new Error(`There is no database ${file}`)
    })
  }
  return connectDatabase(url)
}

export const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:/.test(url)
