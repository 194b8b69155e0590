import { afterAll, beforeAll } from 'vitest'
import { describeD1 } from './describeD1.ts'
import { describeMainJob } from './describeMainJob.ts'
import { describePage } from './describePage.ts'
import { describeRounds } from './describeRounds.ts'
import { describeShelf } from './describeShelf.ts'
import { startWorker, type Worker } from './startWorker.ts'

// One worker for all: starting it costs more than most tests.
let worker: Worker
beforeAll(async () => {
  worker = await startWorker()
})
afterAll(() => worker?.close())

describeD1(() => worker)
describeMainJob(() => worker)
describePage(() => worker)
describeShelf(() => worker)
describeRounds(() => worker)
