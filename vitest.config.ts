import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// What one process has compiled, no other need: workers, and the servers that tests start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled')

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Vitest would leave one core idle; there may be no more than two.
    maxWorkers: '100%',
    // No test leaves anything behind in its modules; to load them once a worker saves a fifth of the time.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
