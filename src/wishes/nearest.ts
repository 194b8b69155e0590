/** The example sentences, as weighted vectors, ready to be compared with a message. */
export type Nearest = {
  weights: ReadonlyMap<string, number>
  postings: ReadonlyMap<string, readonly { example: number; weight: number }[]>
  examples: readonly { label: string; text: string }[]
}

/** How near the nearest example of a label comes: the cosine of the angle, 0 to 1. */
export type Nearness = { label: string; nearness: number; example: string }

type Feature = readonly [name: string, boost: number]

/**
 * Indexes example sentences by their features. A feature is the rarer the fewer labels use it,
 * and weighs the more.
 */
export function compileNearest(
  examples: readonly { label: string; text: string; concepts: readonly string[] }[],
): Nearest {
  const labels = new Set(examples.map(({ label }) => label)).size
  const usedBy = new Map<string, Set<string>>()
  const featured = examples.map(({ label, text, concepts }) => {
    const features = featuresOf(text, concepts)
    for (const [name] of features) {
      const users = usedBy.get(name) ?? new Set()
      usedBy.set(name, users.add(label))
    }
    return features
  })
  const weights = new Map(
    [...usedBy].map(([name, users]) => [name, Math.log(1 + labels / users.size)]),
  )
  const postings = new Map<string, { example: number; weight: number }[]>()
  featured.forEach((features, example) => {
    for (const [name, weight] of unit(features, weights)) {
      const list = postings.get(name) ?? []
      list.push({ example, weight })
      postings.set(name, list)
    }
  })
  return { weights, postings, examples: examples.map(({ label, text }) => ({ label, text })) }
}

/** For every label that shares anything with the message, its nearest example; nearest first. */
export function nearest(text: string, concepts: readonly string[], index: Nearest): Nearness[] {
  const sums = new Float64Array(index.examples.length)
  for (const [name, weight] of unit(featuresOf(text, concepts), index.weights)) {
    for (const posting of index.postings.get(name) ?? []) {
      sums[posting.example]! += weight * posting.weight
    }
  }
  const best = new Map<string, Nearness>()
  index.examples.forEach(({ label, text: example }, at) => {
    const nearness = sums[at]!
    if (nearness > (best.get(label)?.nearness ?? 0)) best.set(label, { label, nearness, example })
  })
  return [...best.values()].sort((a, b) => b.nearness - a.nearness)
}

/** Single characters (or Latin words) count little, pairs and threes more, concepts most. */
function featuresOf(text: string, concepts: readonly string[]): Feature[] {
  const features = new Map<string, number>()
  const characters = `^${text}$`.match(/[a-z0-9]+|./gu) ?? []
  characters.forEach((character, at) => {
    const next = characters[at + 1]
    if (at > 0 && next) features.set(character, 0.3)
    if (next) features.set(character + next, 0.6)
    const third = characters[at + 2]
    if (next && third) features.set(character + next + third, 0.5)
  })
  for (const concept of concepts) features.set(`(${concept})`, 1.6)
  return [...features]
}

/** A feature no example knows still lengthens the vector, so that much unknown talk is far from all. */
const unknownWeight = 2

function unit(features: readonly Feature[], weights: ReadonlyMap<string, number>): Feature[] {
  const weighted = features.map(
    ([name, boost]): Feature => [name, boost * (weights.get(name) ?? unknownWeight)],
  )
  const length = Math.hypot(...weighted.map(([, weight]) => weight)) || 1
  return weighted.map(([name, weight]) => [name, weight / length])
}
