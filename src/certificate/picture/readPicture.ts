import type { RawCell } from '../reading/findCells.ts'
import { type Recognised, recognise } from '../reading/recognise.ts'
import type { Gray } from './gray.ts'
import type { Recogniser } from './recogniser.ts'
import { type Colours, pngOf, quarterTurn, sheetOf } from './sheet.ts'

/** The size of the second look: another size, other mistakes. */
const smaller = 0.8

/**
 * Reads a certificate out of a picture of one or more sheets; null where none is recognised. Each sheet
 * is looked at twice: what both looks say alike is sure. `until` is the time to be done by.
 */
export async function readPicture(
  sheets: readonly Colours[],
  recogniser: Recogniser,
  until: number,
): Promise<Recognised | null> {
  const found: Recognised[] = []
  for (const colours of sheets) {
    const first = await lookAnyWayUp(await sheetOf(colours), recogniser, until)
    if (!first) continue
    const { sheet, recognised, took } = first
    found.push(recognised)
    if (Date.now() + 1.5 * took > until) continue
    const second = await look(sheet, recogniser, smaller)
    if (second?.paper === recognised.paper)
      found.push({ ...second, raw: second.raw.map((cell) => ({ ...cell, look: 2 })) })
  }
  const [best] = found
  if (!best) return null
  const raw: RawCell[] = found
    .filter(({ paper }) => paper === best.paper)
    .flatMap((recognised) => recognised.raw)
  return { ...best, raw }
}

type Look = { sheet: Gray; recognised: Recognised; took: number }

/** Upright first; a sheet that says nothing so may lie on its side or on its head. */
async function lookAnyWayUp(
  sheet: Gray,
  recogniser: Recogniser,
  until: number,
): Promise<Look | null> {
  const lies = sheet.width > sheet.height
  for (const times of lies ? [1, 3, 0, 2] : [0, 2, 1, 3]) {
    const start = Date.now()
    const turned = times === 0 ? sheet : await quarterTurn(sheet, times)
    const recognised = await look(turned, recogniser, 1)
    const took = Date.now() - start
    if (recognised) return { sheet: turned, recognised, took }
    if (Date.now() + took > until) return null
  }
  return null
}

async function look(sheet: Gray, recogniser: Recogniser, scale: number) {
  const spans = await recogniser.read(await pngOf(sheet, scale))
  const [width, height] = [sheet.width * scale, sheet.height * scale]
  return recognise([{ width, height, spans }], true)
}
