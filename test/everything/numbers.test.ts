import { describe, expect, test } from 'vitest'
import type { Manners } from '../../src/channels/channel.ts'
import { parcelsOf } from '../../src/channels/parcels.ts'
import type { Choice } from '../../src/conversation/effect.ts'
import { catalogue, flows, happen, opened, type Standing, saidIn, topOf } from './conversation.ts'
import { walksThrough } from './walks.ts'

const bare: Manners = {
  ...{ textBytes: 20_000, markup: 'plain', buttons: 0, pictures: false, files: true },
}

/** The lines with numbers that somebody sees who has no buttons, and the choices that they stand for. */
function numbered(standing: Standing): { number: string; choice: Choice }[] {
  const said = saidIn(standing)
  const words = parcelsOf(
    said.map((saying) => ({ saying })),
    bare,
    catalogue.render,
  )
  const lines = words.flatMap((parcel) => (parcel.kind === 'text' ? parcel.text.split('\n') : []))
  const choices = said.flatMap((saying) => saying.choices ?? [])
  return choices.flatMap((choice) => {
    const line = lines.find((one) => /^\d+\. /.test(one) && one.endsWith(`. ${choice.label}`))
    return line ? [{ number: line.split('.')[0]!, choice }] : []
  })
}

/** Where a conversation stands, apart from what it remembers of the words themselves. */
function placeOf({ state }: Standing) {
  const { offered: _, unfinished: __, misses: ___, ...place } = state
  return place
}

describe('somebody without buttons, who answers with the number of a line', () => {
  test.each(flows.map(({ flow }) => flow))('means the choice on it, in %s', (id) => {
    const walks = walksThrough(catalogue.flows[id]!.flow, 400)
    const standings = new Map<string, Standing>([['opened', opened]])
    for (const { moves, last } of walks) {
      for (const standing of [...moves.map(({ before }) => before), last]) {
        standings.set(`${topOf(standing)?.flow}/${topOf(standing)?.step}`, standing)
      }
    }
    let count = 0
    for (const [place, standing] of standings) {
      for (const { number, choice } of numbered(standing)) {
        const { value, label } = choice
        const pressed = happen(standing, { kind: 'chose', value, label })
        const typed = happen(standing, { kind: 'said', text: number })
        expect({ place, label, ...placeOf(typed) }).toEqual({ place, label, ...placeOf(pressed) })
        count++
      }
    }
    expect(count).toBeGreaterThan(0)
  })
})
