import {
  type Dialect,
  type Kysely,
  PostgresAdapter,
  PostgresDialect,
  type PostgresPool,
  PostgresQueryCompiler,
} from 'kysely'

/** Kysely on `pg`. Text is compared byte by byte, as SQLite does it, whatever the server's language. */
export function postgresDialect(pool: PostgresPool): Dialect {
  const dialect = new PostgresDialect({ pool })
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => new Compiler(),
  }
}

/** Whether several processes may write at once, so that a list of statements must hold what it needs. */
export const isPostgres = <Tables>(db: Kysely<Tables>): boolean =>
  db.getExecutor().adapter instanceof PostgresAdapter

type DataType = Parameters<PostgresQueryCompiler['visitDataType']>[0]

class Compiler extends PostgresQueryCompiler {
  override visitDataType(node: DataType): void {
    super.visitDataType(node)
    const isColumn = this.parentNode?.kind === 'ColumnDefinitionNode'
    if (isColumn && node.dataType === 'text') this.append(' collate "C"')
  }
}
