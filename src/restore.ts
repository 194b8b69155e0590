import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readConfig } from './config.ts'
import { inTransaction } from './store/atomically.ts'
import { readBackup } from './store/backupFile.ts'
import { eraseAgain } from './store/eraseAgain.ts'
import { keepKeyFile, keyFile, readKeyFile } from './store/keyFile.ts'
import { opensWith } from './store/keyMark.ts'
import { nodeEngine } from './store/nodeEngine.ts'
import { connectDatabase, isPostgresUrl } from './store/open.ts'
import { openNewer } from './store/openNewer.ts'
import { restore } from './store/restore.ts'
import { createSeal } from './store/seal.ts'
import { createStore } from './store/store.ts'

/**
 * `npm run restore -- <file> [<newer database>]`: brings a backup into the empty database that DATABASE_URL
 * names, and erases in it what was erased in the newer one since.
 */
function stop(message: string): never {
  console.error(message)
  process.exit(1)
}

const read = readConfig(process.env)
if (read.kind === 'bad') stop(read.message)
const { DATABASE_URL, DATA_KEY } = read.config
const [file, newerUrl] = process.argv.slice(2)
if (!file) stop('Which backup? npm run restore -- <file> [<newer database>]')

const stopAt = (error: Error) => stop(`The backup ${file} could not be restored: ${error.message}`)
// Before the database is opened, which makes an SQLite file.
const beginning = readBackup(file)
const { value: heading } = await beginning.next().catch(stopAt)
await beginning.return(undefined)

const own = DATA_KEY ?? (await readKeyFile(keyFile))
const keys = heading && 'keys' in heading ? heading.keys : undefined
const seal = own || keys ? await createSeal([own ?? keys!].flat(), nodeEngine) : null
const newer = newerUrl
  ? await openNewer(newerUrl, seal).catch((error) =>
      stop(`Nothing was restored: the newer database cannot tell who was erased: ${error.message}`),
    )
  : null

if (!isPostgresUrl(DATABASE_URL)) {
  await mkdir(dirname(DATABASE_URL.slice('sqlite:'.length)), { recursive: true })
}
const db = connectDatabase(DATABASE_URL)
const { at } = await restore(db, readBackup(file)).catch(stopAt)
console.log(`Restored the database as it was at ${at}`)

const opens = seal !== null && (await opensWith(db, seal))
if (!own && keys?.length === 1) {
  await keepKeyFile(keyFile, keys[0]!)
  console.log(`Its key is in ${keyFile}`)
} else if (!own || !opens) {
  console.log(`It was sealed with a key that is not here: put it into DATA_KEY, or ${keyFile}`)
}

if (newer) {
  if (!opens) stop('What was erased since could not be erased again without that key')
  const [restored, other] = [db, newer].map((one) => createStore(one, inTransaction(one), seal))
  const count = await eraseAgain(restored!, other!, at).catch((error) =>
    stop(`What was erased since could not be erased again: ${error.message}`),
  )
  console.log(`Conversations that were erased since, and now here too: ${count}`)
  await newer.destroy()
} else {
  console.log(`What was erased after ${at} is back: give the newer database to erase it again`)
}
await db.destroy()
