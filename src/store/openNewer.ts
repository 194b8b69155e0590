import type { Kysely } from 'kysely'
import { isMarked, opensWith } from './keyMark.ts'
import { connectExisting } from './open.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** Opens, as it is, the database that tells what was erased since a backup. Throws where it cannot tell. */
export async function openNewer(url: string, seal: Seal | null): Promise<Kysely<Tables>> {
  const newer = await connectExisting(url)
  const tables = (await newer.introspection.getTables()).map(({ name }) => name)
  if (!tables.includes('setting') || !(await isMarked(newer))) {
    throw new Error('nobody was ever talked to in it')
  }
  if (!seal || !(await opensWith(newer, seal))) {
    throw new Error('it was sealed with a key that is not here')
  }
  if (!tables.includes('erased')) {
    throw new Error('its version did not note yet who was erased: restore without it')
  }
  return newer
}
