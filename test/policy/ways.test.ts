import { describe, expect, test } from 'vitest'
import { rules } from '../../src/policy/rules.ts'

const today = '2026-11-23'
const wayOf = (from: string, to: string, more: object = {}) =>
  rules.needTransfer({ drawing: false, moverScheme: { from, to }, ...more }, today).outcome

describe('how something is moved that can be', () => {
  test.each([
    ['military', 'enterprise'],
    ['militarySpouse', 'enterprise'],
    ['government', 'enterprise'],
  ])(
    'from %s to %s by the certificate, which no national platform takes the place of',
    (from, to) => {
      expect(wayOf(from, to)).toBe('transferByCertificate')
    },
  )

  test('to a government office, and between residents, by nothing that is filled in here', () => {
    expect(wayOf('enterprise', 'government')).toBe('transferElsewhere')
    const stints = [
      { province: '广东', months: 60 },
      { province: '河南', months: 12 },
    ]
    const moved = { stints, household: '河南' }
    expect(wayOf('resident', 'resident', moved)).toBe('transferElsewhere')
  })

  test('between enterprises in every way there is', () => {
    const stints = [
      { province: '广东', months: 60, from: '2012-01' },
      { province: '北京', months: 130, from: '2015-01' },
    ]
    const facts = { stints, household: '河南', birthDate: '1985-05-01', sex: 'M', plan: 'stay' }
    expect(wayOf('enterprise', 'enterprise', { ...facts, posting: false })).toBe('transfer')
  })
})
