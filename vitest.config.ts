import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// What one process has compiled, no other need: workers, and the servers that tests start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled')

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Many tests wait for a browser, a server or a clock: one worker more than there are cores keeps them busy.
    maxWorkers: availableParallelism() + 1,
    // No test leaves anything behind in its modules; to load them once a worker saves a fifth of the time.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
