import { createCatalogue } from './assets/catalogue.ts'
import * as built from './assets/generated.js'
import { readConfig } from './config.ts'
import { describeRehearsal, rehearseAll } from './operation/rehearsal.ts'
import { inTransaction } from './store/atomically.ts'
import { keyFile, readKeyFile } from './store/keyFile.ts'
import { nodeEngine } from './store/nodeEngine.ts'
import { connectExisting } from './store/open.ts'
import { createSeal } from './store/seal.ts'
import { createStore } from './store/store.ts'
import { dayInBeijing } from './time.ts'

/**
 * Plays all open conversations of the database on the flows of this folder, and tells what it would
 * mean for them. Writes nothing. Ends with 1 where one of them would be stuck.
 */
async function run(): Promise<number> {
  const read = readConfig(process.env)
  if (read.kind === 'bad') throw new Error(read.message)
  const { DATABASE_URL, DATA_KEY } = read.config
  const db = await connectExisting(DATABASE_URL)
  try {
    const kept = DATA_KEY ?? [await readKeyFile(keyFile)].filter((key) => key !== null)
    if (kept.length === 0)
      throw new Error(`There is no key: set DATA_KEY, or keep it in ${keyFile}`)
    const seal = await createSeal(kept, nodeEngine)
    const store = createStore(db, inTransaction(db), seal)
    const catalogue = createCatalogue(built)
    const rehearsal = await rehearseAll(store, catalogue, dayInBeijing(new Date()))
    console.log(describeRehearsal(rehearsal))
    return rehearsal.stuck.length > 0 ? 1 : 0
  } finally {
    await db.destroy()
  }
}

process.exitCode = await run().catch((error: Error) => {
  console.error(error.message)
  return 2
})
