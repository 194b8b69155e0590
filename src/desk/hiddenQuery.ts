import type { Seal } from '../store/seal.ts'

type Filters = Readonly<Record<string, string>>

/**
 * Filters with a person's name or number in them are kept out of addresses, which browsers and proxies
 * write down: the search form posts them, and what stands in the address is sealed.
 */
export type HiddenQuery = {
  hide(filters: Filters): Promise<string>
  /** The filters of an address, whether they stand there openly or hidden. */
  show(given: Filters): Promise<Filters>
}

export function createHiddenQuery(seal: Seal): HiddenQuery {
  return {
    hide: (filters) => seal.seal(JSON.stringify(filters), 'query'),
    async show({ q, ...open }) {
      if (q === undefined) return open
      // Somebody who made it up, or kept it since before the key changed, has filtered nothing.
      const hidden = await seal.open(q, 'query').then(JSON.parse, () => ({}))
      return { ...hidden, ...open }
    },
  }
}
