/** What we use of a D1 binding. */
export type D1 = {
  prepare(sql: string): D1Statement
  /** All of them in one transaction, or none. */
  batch(statements: readonly D1Statement[]): Promise<readonly D1Answer[]>
}

export type D1Statement = {
  bind(...values: readonly unknown[]): D1Statement
  all(): Promise<D1Answer>
}

export type D1Answer = {
  results: Record<string, unknown>[]
  meta: { changes: number; rows_read: number; rows_written: number }
}
