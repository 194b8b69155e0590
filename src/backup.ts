import { parseArgs } from 'node:util'
import { readConfig } from './config.ts'
import { backupOf } from './store/backup.ts'
import { writeBackup } from './store/backupFile.ts'
import { keyFile, readKeyFile } from './store/keyFile.ts'
import { connectExisting } from './store/open.ts'

/** `npm run backup [-- [--with-key] [file]]`: a consistent copy, also while the server runs. */
function stop(message: string): never {
  console.error(message)
  process.exit(1)
}

const read = readConfig(process.env)
if (read.kind === 'bad') stop(read.message)
const { DATABASE_URL, DATA_KEY } = read.config
const { values, positionals } = parseArgs({
  ...{ allowPositionals: true, options: { 'with-key': { type: 'boolean' } } },
})
const now = new Date().toISOString()
const [file = `data/backup-${now.replace(/[-:]|\.\d+/g, '')}.jsonl.gz`] = positionals
const db = await connectExisting(DATABASE_URL).catch((error) => stop(error.message))
const keys = values['with-key'] ? (DATA_KEY ?? [(await readKeyFile(keyFile)) ?? '']) : undefined
await writeBackup(file, backupOf(db, now, keys)).catch((error) =>
  stop(`The backup could not be made: ${error.message}`),
)
await db.destroy()
console.log(`Backup  ${file}`)
console.log(
  keys
    ? '        the key is in it: whoever has the file can read everything'
    : `        the key is not in it: keep DATA_KEY, or ${keyFile}, elsewhere; without it nothing can be read`,
)
