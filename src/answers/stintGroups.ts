import type { FoundPlace } from './foundPlaces.ts'
import type { Piece } from './stintPieces.ts'

export type Range = Extract<Piece, { kind: 'range' }>
export type Length = Extract<Piece, { kind: 'length' }>

/** One place with the times told for it. */
export type Group = {
  place: FoundPlace
  at: number
  ranges: Range[]
  lengths: Length[]
  temporary: boolean
}

type Place = Extract<Piece, { kind: 'place' }>
type Cluster = { ranges: Range[]; lengths: Length[]; at: number; end: number }

/** A place that is only mentioned: where a household is, where somebody comes from, in which order. */
function isAside(words: string, place: Place): boolean {
  const before = words.slice(0, place.at).replace(/^.*[,，。;；]/u, '')
  const after = words.slice(place.end)
  if (
    /(?:户口|户籍|籍贯|出生|身份证)(?:所在地|地)?(?:一直|本来|都)?(?:是|在|为|就是|就在)?$|(?:老家|家乡|家)(?:一直|本来|都)?(?:是|在|为|就是|就在)$/.test(
      before,
    )
  )
    return true
  if (/(?:老家|家乡)$/.test(before) && /^(?:的|人)?(?:[,，。;；]|$)/.test(after)) return true
  if (/是$/.test(before) && /^(?:人|户口|户籍|的?农村)/.test(after)) return true
  if (
    /^(?:之前|以前|之后|以后)/.test(after) &&
    !/^(?:之前|以前)[^\ue000-\uf8ff]{0,4}\d/.test(after)
  )
    return true
  return /^(?:户口|户籍|人(?!社))/.test(after)
}

/** Gives each place its times: in order where there are as many, else those of its own clause. */
export function groupPieces(
  words: string,
  pieces: readonly Piece[],
): { groups: Group[]; loose: Cluster[] } {
  const places = pieces.filter(
    (piece) => piece.kind === 'place' && !isAside(words, piece),
  ) as Place[]
  const list: Group[] = places.map(({ at, place }) => ({
    place,
    at,
    ranges: [],
    lengths: [],
    temporary: false,
  }))
  const clusters = clustersOf(words, pieces, places)
  const each =
    clusters.length === 1 &&
    list.length > 1 &&
    /各(?:自|地)?(?:都)?(?:有|是|交|缴|干|待|工作|参保)?(?:了|过)?$/.test(
      words.slice(0, clusters[0]!.at),
    )
  if (each) {
    for (const group of list) give(group, clusters[0]!)
    return { groups: list, loose: [] }
  }
  const left = clusters.length === places.length ? [] : byClause(words, list, clusters)
  if (clusters.length === places.length)
    for (const [i, cluster] of clusters.entries()) give(list[i], cluster)
  for (const piece of pieces)
    if (piece.kind === 'temporary') markTemporary(words, list, piece, clusters)
  return { groups: list, loose: left }
}

function give(group: Group | undefined, cluster: Cluster) {
  group?.ranges.push(...cluster.ranges)
  group?.lengths.push(...cluster.lengths)
}

/** Times with no place between them that tell of one stint: a range and the months paid in it. */
function clustersOf(words: string, pieces: readonly Piece[], places: readonly Place[]): Cluster[] {
  const clusters: Cluster[] = []
  let current: Cluster | undefined
  const placeFirst = pieces.find(({ kind }) => kind !== 'temporary')?.kind === 'place'
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!
    if (piece.kind === 'temporary') continue
    if (piece.kind === 'place') {
      if (!places.includes(piece)) continue
      // 2015年3月到2021年6月在天津，一共75个月: the months go with the range before the place.
      const next = pieces[i + 1]
      const after = pieces.slice(i + 2).find(({ kind }) => kind !== 'temporary')
      const keeps =
        current !== undefined &&
        current.lengths.length === 0 &&
        next?.kind === 'length' &&
        !placeFirst &&
        after?.kind !== 'place'
      if (!keeps) current = undefined
      continue
    }
    const fresh: Cluster =
      piece.kind === 'range'
        ? { ranges: [piece], lengths: [], at: piece.at, end: piece.end }
        : { ranges: [], lengths: [piece], at: piece.at, end: piece.end }
    const joins =
      current !== undefined &&
      (piece.kind === 'length'
        ? current.lengths.length === 0 || same(current.lengths, piece)
        : current.ranges.length === 0 && isNear(words, current.end, piece.at))
    if (current && joins) {
      give(current as unknown as Group, fresh)
      current.end = piece.end
    } else {
      current = fresh
      clusters.push(fresh)
    }
  }
  return clusters
}

const same = (lengths: readonly Length[], length: Length) =>
  lengths.every(({ months }) => months === length.months)

const isNear = (words: string, from: number, to: number) => !/[。;；\n]/.test(words.slice(from, to))

/** Each cluster to the place of its clause; else place-first to the place before, time-first to the one after. */
function byClause(words: string, list: Group[], clusters: readonly Cluster[]): Cluster[] {
  const first = list[0]
  const placeFirst = first !== undefined && clusters[0] !== undefined && first.at < clusters[0].at
  const loose: Cluster[] = []
  for (const cluster of clusters) {
    const clause = clauseAround(words, cluster.at, cluster.end)
    const inside = list.filter(({ at }) => at >= clause.from && at < clause.to)
    const before = list.findLast(({ at }) => at < cluster.at)
    const after = list.find(({ at }) => at > cluster.at)
    const group =
      inside.length === 1 ? inside[0] : placeFirst ? (before ?? after) : (after ?? before)
    if (group) give(group, cluster)
    else loose.push(cluster)
  }
  return loose
}

function clauseAround(words: string, at: number, end: number): { from: number; to: number } {
  const from = Math.max(...[...',，。;；、\n'].map((mark) => words.lastIndexOf(mark, at - 1))) + 1
  const next = words.slice(end).search(/[,，。;；、\n]/)
  return { from, to: next < 0 ? words.length : end + next }
}

function markTemporary(words: string, list: Group[], piece: Piece, clusters: readonly Cluster[]) {
  const clause = clauseAround(words, piece.at, piece.end)
  const inside = list.filter(({ at }) => at >= clause.from && at < clause.to)
  const opened = words.slice(0, piece.at).search(/[(（][^)）]*$/)
  const before = list.findLast(({ at }) => at < (opened >= 0 ? opened : piece.at))
  const near = inside.findLast(({ at }) => at < piece.at) ?? inside[0] ?? before ?? list[0]
  if (/都是?$|全是?$/.test(words.slice(0, piece.at)) && clusters.length > 1) {
    for (const group of list) group.temporary = true
  } else if (near) near.temporary = true
}
