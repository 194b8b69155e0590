import { describe, expect, test } from 'vitest'
import { glossary } from './read.ts'

/** Every field that a form, a case or an application may carry. */
const fields = [
  ...['transferKind', 'personKind', 'name', 'idNumber', 'sex', 'birthDate', 'age'],
  ...['personalNumber', 'householdAddress', 'householdType', 'mobile', 'contactAddress'],
  ...['postcode', 'insuredPeriod', 'paidMonths', 'accountBalance', 'certificateNumber'],
  ...['issuedOn', 'currentScheme', 'scheme', 'medicalNumber', 'origin', 'destination'],
  ...['agencyName', 'agencyPhone', 'agencyAddress', 'agencyPostcode', 'contactPerson'],
  ...['divisionCode', 'relation', 'certificate', 'household', 'stints', 'drawing'],
  ...['moverScheme', 'retirementCategory', 'posting', 'plan'],
]

describe('the glossary', () => {
  test('has every field of the forms, marked as one', () => {
    expect(fields.filter((field) => !glossary[field]?.field)).toEqual([])
  })

  test('explains every term in at most 80 characters and says who says so', () => {
    const terms = Object.entries(glossary)
    expect(terms.length).toBeGreaterThanOrEqual(90)
    const long = terms.filter(([, { means }]) => [...means].length > 80).map(([id]) => id)
    const sourceless = terms.filter(([, { source }]) => source.length < 3).map(([id]) => id)
    expect({ long, sourceless }).toEqual({ long: [], sourceless: [] })
  })

  test('gives no two terms the same name', () => {
    const names = Object.values(glossary).map(({ name }) => name)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  })

  test('lets only fields and documents share a name that people use', () => {
    const users = new Map<string, string[]>()
    for (const [id, { name, aliases }] of Object.entries(glossary)) {
      for (const words of [name, ...aliases]) users.set(words, [...(users.get(words) ?? []), id])
    }
    const shared = [...users].filter(([, ids]) => ids.length > 1)
    expect(Object.fromEntries(shared)).toEqual({
      地址: ['householdAddress', 'contactAddress'],
      凭证: ['certificate', 'contributionCertificate'],
    })
  })
})
