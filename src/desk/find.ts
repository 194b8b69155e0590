import type { Kysely } from 'kysely'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'
import { type Case, openCase } from './case.ts'
import { hashName, hashNumber } from './lookups.ts'

/** The filters of 申报信息状态查询; one that is absent filters nothing. */
export type Query = {
  /** First and last day of filing, `YYYY-MM-DD` in Beijing time, both inclusive. */
  from?: string
  to?: string
  /** The serial number or its beginning. */
  serial?: string
  business?: string
  /** In full: what is sealed can only be found whole. */
  idNumber?: string
  /** In full. */
  name?: string
  handling?: string
}

/** One page of what was found, newest first. */
export type Found = {
  cases: readonly Case[]
  page: number
  pages: number
  total: number
  pageSize: number
}

/** Finds applications. A page after the last one gives the last one. */
export async function find(
  db: Kysely<Tables>,
  seal: Seal,
  query: Query,
  page: number,
  pageSize: number,
): Promise<Found> {
  let rows = db.selectFrom('application')
  if (query.from) rows = rows.where('submittedAt', '>=', `${query.from}T00:00:00`)
  if (query.to) rows = rows.where('submittedAt', '<=', `${query.to}T24:00:00`)
  if (query.serial) rows = rows.where('serial', 'like', `${query.serial}%`)
  if (query.business) rows = rows.where('business', '=', query.business)
  if (query.handling) rows = rows.where('handling', '=', query.handling)
  if (query.name) rows = rows.where('nameHash', '=', await hashName(seal, query.name))
  if (query.idNumber) rows = rows.where('idNumberHash', '=', await hashNumber(seal, query.idNumber))

  const counted = await rows
    .select((select) => select.fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const total = Number(counted.total)
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const shown = Math.min(page, pages)
  const found = await rows
    .selectAll()
    .orderBy('submittedAt', 'desc')
    .orderBy('serial', 'desc')
    .limit(pageSize)
    .offset((shown - 1) * pageSize)
    .execute()
  const cases = await Promise.all(found.map((row) => openCase(seal, row)))
  return { cases, page: shown, pages, total, pageSize }
}
