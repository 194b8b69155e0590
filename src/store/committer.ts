/** Runs what is handed in, in batches: whatever arrives while one batch is under way goes in the next. */
export type Committer<Item, Result> = {
  /** Resolves once the batch that holds the item is durable; rejects when the batch failed. */
  commit(item: Item): Promise<Result>
}

/** Makes a committer. `run` gets at most `most` items and answers for each of them, in order. */
export function createCommitter<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  most = 200,
): Committer<Item, Result> {
  type Waiting = { item: Item; resolve(result: Result): void; reject(error: unknown): void }
  let waiting: Waiting[] = []
  let running = false

  const drain = async () => {
    running = true
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const results = await run(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index]!)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running = false
  }
  return {
    commit: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        if (!running) void drain()
      }),
  }
}
