import type { AgencyRecord } from '../desk/record.ts'
import type { Backend } from './backend.ts'

/** The built-in agency desk as a backend: the same process, the same database. */
export function createDeskBackend(record: AgencyRecord): Backend {
  const { submit, received, status, lookUp, changes, watch, document } = record
  return { submit, received, status, lookUp, changes, watch, document }
}
