import { type CompiledQuery, type DatabaseConnection, type Dialect, Kysely } from 'kysely'
import { ListAdapter } from '../../src/store/sqlite/listAdapter.ts'
import type { Tables } from '../../src/store/tables.ts'

/** A database whose every statement is told before it runs. */
export const watched = (dialect: Dialect, tell: (query: CompiledQuery) => void): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter() {
        const adapter = dialect.createAdapter()
        if (!(adapter instanceof ListAdapter)) return adapter
        return new ListAdapter((statements) => {
          for (const statement of statements) tell(statement)
          return adapter.list(statements)
        })
      },
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createDriver() {
        const driver = dialect.createDriver()
        const acquire = driver.acquireConnection.bind(driver)
        driver.acquireConnection = async (options): Promise<DatabaseConnection> => {
          const connection = await acquire(options)
          const execute = connection.executeQuery.bind(connection)
          connection.executeQuery = (query) => {
            tell(query)
            return execute(query)
          }
          return connection
        }
        return driver
      },
    },
  })
