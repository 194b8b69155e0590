import { describe, expect, test } from 'vitest'
import type { Effect } from '../../src/conversation/effect.ts'
import { play, takeOn, transcripts } from '../transcripts.ts'
import { remarks, standingAt } from '../understanding/midForm.ts'
import { flawsOf } from './bubbles.ts'
import { built, catalogue, flows, happen } from './conversation.ts'
import { walksThrough } from './walks.ts'

describe('at most two bubbles a turn, about 120 characters each', () => {
  test.each(Object.entries(transcripts))('in %s', async (_, { lines }) => {
    const take = takeOn(catalogue)
    const flaws: string[] = []
    await play(lines, async (event) => {
      const turn = await take(event)
      flaws.push(...flawsOf(turn.effects))
      return turn
    })
    expect(flaws).toEqual([])
  })

  test.each(flows.map(({ flow }) => flow))('on every way through %s', (id) => {
    const walks = walksThrough(flows.find(({ flow }) => flow === id)!)
    const places = walks.flatMap(({ moves, last }) => [...moves.map(({ before }) => before), last])
    expect([...new Set(places.flatMap(({ effects }) => flawsOf(effects)))]).toEqual([])
  })

  test('whatever is said in mid-form', () => {
    const flaws = remarks.flatMap(({ field, said }) => {
      let standing = standingAt.get(field)!
      return said.flatMap((text) => {
        standing = happen(standing, { kind: 'said', text })
        return flawsOf(standing.effects)
      })
    })
    expect([...new Set(flaws)]).toEqual([])
  })

  test('every answer to a frequent question, and what each term means', () => {
    const { questions, glossary } = built.data
    const replies = [
      ...Object.values(questions.questions),
      ...Object.values(glossary).map(({ name, means, source }) => ({
        ...{ answer: `${name}：${means}`, source },
      })),
    ].map(({ answer, source }) => catalogue.render('common/reply', { answer, source }).trim())
    expect(replies.flatMap((text) => flawsOf([say(text)]))).toEqual([])
  })
})

const say = (text: string): Effect => ({ kind: 'say', saying: { flow: null, text } })

test('a long bubble and a third one are found', () => {
  expect(flawsOf([say('好'.repeat(126))])).toHaveLength(1)
  expect(flawsOf([say('一'), say('二'), say('三')])).toHaveLength(1)
  expect(flawsOf([say('一'), say('二')])).toEqual([])
})
