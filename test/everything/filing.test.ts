import { describe, expect, test } from 'vitest'
import type { Happening } from '../../src/conversation/event.ts'
import { flows, happen, type Standing, saidIn, topOf } from './conversation.ts'
import { interruptions } from './interruptions.ts'
import { applicationsIn, serial, walksThrough } from './walks.ts'

const receivedAt = '2026-11-23T09:00:00+08:00'

/** Each form at the moment when its application has just been sent. */
const sent = flows.flatMap((flow) =>
  walksThrough(flow).flatMap(({ moves }) => {
    const filing = moves.find(({ happening }) => happening.kind === 'received')
    return filing ? [{ flow: flow.flow, standing: filing.before }] : []
  }),
)

const keyOf = ({ state }: Standing) => state.stack.find(({ key }) => key)?.key ?? ''

describe.each(sent)('while an application of $flow is on its way', ({ standing }) => {
  const key = keyOf(standing)
  const received: Happening = { kind: 'received', key, serial, receivedAt }
  const refused: Happening = { kind: 'refused', key, reason: '重复申报' }

  test('its serial number arrives whatever was said in between', () => {
    const lost = interruptions(standing).filter((happening) => {
      const after = happen(happen(standing, happening), received)
      const told = saidIn(after).some(({ text }) => text.includes(serial))
      return !told || after.state.dossiers.length !== 1
    })
    expect(lost).toEqual([])
  })

  test('nothing that is said files it a second time', () => {
    const filed = interruptions(standing).filter(
      (happening) => applicationsIn([happen(standing, happening)]).length > 0,
    )
    expect(filed).toEqual([])
  })

  test('a refusal by the system arrives whatever was said in between', () => {
    const lost = interruptions(standing).filter((happening) => {
      const after = happen(happen(standing, happening), refused)
      return !saidIn(after).some(({ text }) => text.includes('重复申报'))
    })
    expect(lost).toEqual([])
  })

  test('the form does not stand at the filing for ever when another errand lay on top', () => {
    for (const answer of [received, refused]) {
      const aside = happen(standing, { kind: 'chose', value: 'need-transfer' })
      const back = happen(happen(aside, answer), { kind: 'chose', value: 'cancel' })
      expect(back.state.stack.map(({ step }) => step)).not.toContain(topOf(standing)!.step)
    }
  })

  test('the receipt told twice is told once', () => {
    const after = happen(happen(standing, received), received)
    expect(saidIn(after)).toEqual([])
    expect(after.state.dossiers).toHaveLength(1)
  })
})

describe.each(sent)('after an application of $flow was filed', ({ standing }) => {
  const received = happen(standing, { kind: 'received', key: keyOf(standing), serial, receivedAt })

  test('a second request starts a new form and leaves the first one with the agency', () => {
    const again = happen(received, { kind: 'chose', value: topOf(standing)!.flow })
    expect(topOf(again)?.key).toBeUndefined()
    expect(again.state.dossiers).toHaveLength(1)
  })

  test('a reminder for what the agency has long moved says nothing', () => {
    const status = { ...received.state.dossiers[0]!.status, stage: 'accepted' as const }
    const moved = happen(received, { kind: 'statusChanged', status })
    expect(saidIn(happen(moved, { kind: 'due', about: 'submitted', serial }))).toEqual([])
  })

  test('a change told twice is told once', () => {
    const status = { ...received.state.dossiers[0]!.status, stage: 'accepted' as const }
    const moved = happen(received, { kind: 'statusChanged', status })
    expect(saidIn(moved)).toHaveLength(1)
    expect(saidIn(happen(moved, { kind: 'statusChanged', status }))).toEqual([])
  })
})
