import type { PaperId } from '../paper.ts'
import { type Area, areaOf, type FoundLabel, findLabels, isUnder, textOf } from './findLabels.ts'
import { type Char, type Line, linesOf } from './lines.ts'
import { inOwnSection } from './ownSection.ts'
import type { Page } from './span.ts'

/** What stands in a cell, as it is printed, and where. */
export type RawCell = {
  cell: string
  text: string
  /** How sure its least sure character is. */
  sure: number
  area: Area
  page: number
  /** A picture is looked at twice. */
  look?: 2
  /** It has a hole in it: something between was not read, or is another cell's. */
  parted?: true
}

/** A stretch of a value. */
type Piece = Area & { text: string; sure: number; line: number; isMixed: boolean }

/**
 * Reads a page's cells by their labels: a value stands right of its label, or below it where the labels
 * have a row of their own, and long ones go on above or below.
 */
export function findCells(page: Page, number: number, paper: PaperId, fuzzy = false): RawCell[] {
  const lines = linesOf(page.spans, fuzzy ? 0.7 : 0.3)
  const { found: all, rest } = findLabels(lines, paper, fuzzy)
  const found = inOwnSection(all, paper)
  const pieces = rest.map(({ line, from, to }): Piece => {
    const chars = lines[line]!.chars.slice(from, to)
    const sure = Math.min(...chars.map((char) => char.sure))
    return { ...areaOf(chars), text: textOf(chars), sure, line, isMixed: isMixed(chars) }
  })
  const values = assign(pieces, found, lines)
  return found.flatMap((label) => {
    const own = values.get(label) ?? []
    if (label.cell === null || own.length === 0) return []
    const all = own.sort((a, b) => a.line - b.line || a.x - b.x)
    const sorted = fuzzy ? untilGap(all) : all
    const isParted =
      fuzzy &&
      (sorted.length < all.length ||
        sorted.some((one) => one.isMixed || hasGap(one, all) || isTorn(one, all)))
    const text = sorted.reduce((before, { text, line }, index) => {
      const isNewLine = index === 0 || line !== sorted[index - 1]!.line
      return `${before}${isNewLine ? '' : ' '}${text}`
    }, '')
    const sure = Math.min(...sorted.map((piece) => piece.sure))
    const area = around(sorted)
    const parted = isParted && { parted: true as const }
    return [{ cell: label.cell, text, sure, area, page: number, ...parted }]
  })
}

const around = (areas: readonly Area[]): Area => ({
  x: Math.min(...areas.map(({ x }) => x)),
  right: Math.max(...areas.map(({ right }) => right)),
  y: Math.min(...areas.map(({ y }) => y)),
  bottom: Math.max(...areas.map(({ bottom }) => bottom)),
})

/** What follows far off on a line is another cell's, the label of which was misread. */
function untilGap(pieces: readonly Piece[]): Piece[] {
  const kept: Piece[] = []
  for (const piece of [...pieces].sort((a, b) => a.x - b.x)) {
    const gap = gapLeft(piece, kept)
    const before = kept.some((one) => sharesHeight(one, piece))
    const isOwn = before
      ? gap < 1.5 * (piece.bottom - piece.y)
      : kept.length === 0 || kept.some((one) => isUnder(one, piece))
    if (isOwn) kept.push(piece)
  }
  return pieces.filter((piece) => kept.includes(piece))
}

/** Whether something was not read right before a stretch; a printed （盖章） stands apart. */
function hasGap(piece: Piece, pieces: readonly Piece[]): boolean {
  const gap = gapLeft(piece, pieces)
  return (
    gap !== Number.POSITIVE_INFINITY &&
    gap > 0.7 * (piece.bottom - piece.y) &&
    !/[盖签]章/.test(piece.text)
  )
}

/** Whether a digit may have changed places: recognition drew a box far too wide, over its neighbour's. */
const isMixed = (chars: readonly Char[]): boolean =>
  chars.some((char, index) => {
    const before = chars[index - 1]
    const isOver = before && char.x + char.right < before.x + before.right
    return isOver && /\d/.test(before.char + char.char)
  })

/** Whether one line of print was taken for two, so that its characters may be out of order. */
const isTorn = (piece: Piece, pieces: readonly Piece[]): boolean =>
  pieces.some((other) => other.line !== piece.line && sharesHeight(other, piece))

/** How far it is from a stretch to the one left of it; infinite where it begins its line. */
const gapLeft = (piece: Piece, pieces: readonly Piece[]): number =>
  Math.min(
    ...pieces
      .filter((other) => other !== piece && other.x < piece.x && sharesHeight(other, piece))
      .map(({ right }) => piece.x - right),
  )

const sharesHeight = (a: Area, b: Area): boolean =>
  Math.min(a.bottom, b.bottom) - Math.max(a.y, b.y) > 0.5 * Math.min(a.bottom - a.y, b.bottom - b.y)

/** Gives every piece to a label, or to none. */
function assign(
  pieces: readonly Piece[],
  labels: readonly FoundLabel[],
  lines: readonly Line[],
): Map<FoundLabel, Piece[]> {
  const values = new Map<FoundLabel, Piece[]>()
  const give = (label: FoundLabel, piece: Piece) =>
    values.set(label, [...(values.get(label) ?? []), piece])
  const left: Piece[] = []
  for (const piece of pieces) {
    const label = labelBeside(piece, labels)
    if (label) give(label, piece)
    else left.push(piece)
  }
  const anchored = new Set(values.keys())
  while (left.length > 0) {
    const offers = left.flatMap((piece) => {
      const offer = offerFor(piece, labels, values, anchored, lines[piece.line]!.height)
      return offer ? [{ ...offer, piece }] : []
    })
    if (offers.length === 0) break
    const best = offers.reduce((one, other) => (other.cost < one.cost ? other : one))
    give(best.label, best.piece)
    left.splice(left.indexOf(best.piece), 1)
  }
  return values
}

/** The label that ends nearest to the left on a piece's own height. */
function labelBeside(piece: Piece, labels: readonly FoundLabel[]): FoundLabel | null {
  const height = piece.bottom - piece.y
  const beside = labels.filter(({ right, y, bottom }) => {
    const shared = Math.min(bottom, piece.bottom) - Math.max(y, piece.y)
    return right <= piece.x + 0.1 * height && shared > 0.2 * height
  })
  return beside.reduce<FoundLabel | null>(
    (best, label) => (best && best.right >= label.right ? best : label),
    null,
  )
}

type Offer = { label: FoundLabel; cost: number }

/** Whose a piece is most likely that stands beside no label: by how far off, in points. */
function offerFor(
  piece: Piece,
  labels: readonly FoundLabel[],
  values: ReadonlyMap<FoundLabel, readonly Piece[]>,
  anchored: ReadonlySet<FoundLabel>,
  height: number,
): Offer | null {
  const offers: Offer[] = []
  for (const label of labels) {
    const own = values.get(label) ?? []
    for (const other of own) {
      const gap = gapBetween(other, piece)
      const isNext = isUnder(other, piece) && gap < 1.2 * height && isAsHigh(other, piece)
      // Where it is as near to the one above as to the one below, it goes on from above.
      if (isNext) offers.push({ label, cost: other.y < piece.y ? gap : gap + 0.05 * height })
      const isBeside = Math.abs(other.y - piece.y) < 0.3 * height && !anchored.has(label)
      if (isBeside && Math.abs(piece.x - other.right) < 1.2 * height)
        offers.push({ label, cost: 0.3 * height })
    }
    if (anchored.has(label)) continue
    const gap = gapBetween(label, piece)
    const isRight = label.right <= piece.x + 0.1 * height && isNearestLeft(label, piece, labels)
    if (isRight && gap < 1.6 * height) offers.push({ label, cost: gap })
    const isBelow = label.bottom <= piece.y + 0.3 * height && isUnder(label, piece)
    if (isBelow && gap < 3 * height && !isBetween(label, piece, labels))
      offers.push({ label, cost: own.length > 0 ? gap : 0.4 * gap })
  }
  return offers.reduce<Offer | null>(
    (best, offer) => (best && best.cost <= offer.cost ? best : offer),
    null,
  )
}

/** Whether two stretches may be lines of one value: a title above is larger. */
function isAsHigh(a: Area, b: Area): boolean {
  const ratio = (a.bottom - a.y) / (b.bottom - b.y)
  return ratio > 0.7 && ratio < 1.4
}

/** How far one stretch stands above or below another; 0 where they share some height. */
const gapBetween = (a: Area, b: Area): number => Math.max(0, a.y - b.bottom, b.y - a.bottom)

/** Whether no other label stands between a label and what is right of it. */
function isNearestLeft(label: FoundLabel, piece: Area, labels: readonly FoundLabel[]): boolean {
  const height = label.bottom - label.y
  return !labels.some(
    (other) =>
      other !== label &&
      other.x >= label.right - 0.1 * height &&
      other.right <= piece.x + 0.1 * height &&
      gapBetween(other, label) === 0,
  )
}

/** Whether another label stands between a label and what is below it. */
const isBetween = (label: FoundLabel, piece: Area, labels: readonly FoundLabel[]): boolean =>
  labels.some(
    (other) =>
      other !== label && other.y > label.y && other.bottom <= piece.y + 1 && isUnder(other, piece),
  )
