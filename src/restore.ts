import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readConfig } from './config.ts'
import { readBackup } from './store/backupFile.ts'
import { keepKeyFile, keyFile, readKeyFile } from './store/keyFile.ts'
import { opensWith } from './store/keyMark.ts'
import { nodeEngine } from './store/nodeEngine.ts'
import { connectDatabase, isPostgresUrl } from './store/open.ts'
import { restore } from './store/restore.ts'
import { createSeal } from './store/seal.ts'

/** `npm run restore -- <file>`: brings a backup into the empty database that DATABASE_URL names. */
function stop(message: string): never {
  console.error(message)
  process.exit(1)
}

const read = readConfig(process.env)
if (read.kind === 'bad') stop(read.message)
const { DATABASE_URL, DATA_KEY } = read.config
const [file] = process.argv.slice(2)
if (!file) stop('Which backup? npm run restore -- <file>')

const stopAt = (error: Error) => stop(`The backup ${file} could not be restored: ${error.message}`)
// Before the database is opened, which makes an SQLite file.
const beginning = readBackup(file)
await beginning.next().catch(stopAt)
await beginning.return(undefined)

if (!isPostgresUrl(DATABASE_URL)) {
  await mkdir(dirname(DATABASE_URL.slice('sqlite:'.length)), { recursive: true })
}
const db = connectDatabase(DATABASE_URL)
const { at, keys } = await restore(db, readBackup(file)).catch(stopAt)
console.log(`Restored the database as it was at ${at}`)

const kept = DATA_KEY ?? (await readKeyFile(keyFile))
if (!kept && keys?.length === 1) {
  await keepKeyFile(keyFile, keys[0]!)
  console.log(`Its key is in ${keyFile}`)
} else {
  const own = kept ?? []
  const seal = own.length > 0 ? await createSeal([own].flat(), nodeEngine) : null
  if (!seal || !(await opensWith(db, seal))) {
    console.log(`It was sealed with a key that is not here: put it into DATA_KEY, or ${keyFile}`)
  }
}
await db.destroy()
