import { type CompiledQuery, SqliteAdapter } from 'kysely'

/** Runs statements in one transaction, or none of them. */
export type List = (statements: readonly CompiledQuery[]) => Promise<void>

/** A database that takes a whole list at once. */
export class ListAdapter extends SqliteAdapter {
  readonly list: List
  constructor(list: List) {
    super()
    this.list = list
  }
}
