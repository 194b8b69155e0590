import type { Facts, Stint } from '../../../src/policy/facts.ts'
import type { Kind, Verdict } from '../../../src/policy/kinds.ts'
import type { OpenCode } from '../../../src/policy/outcome.ts'

/** A situation, and the advice that the law gives in it. */
export type Situation = {
  readonly name: string
  readonly facts: Partial<Facts>
  /** The day of the advice, `YYYY-MM-DD`; 2026-11-23 where it does not matter. */
  readonly on?: string
  readonly kind: Kind
  readonly verdict: Verdict
  readonly place: string | null
  readonly articles: readonly string[]
  readonly open?: readonly OpenCode[]
}

const employees = { from: 'enterprise', to: 'enterprise' } as const
const mover = { drawing: false, moverScheme: employees } as const

const stint = (province: string, from: string, to: string, months: number, temporary = false) => ({
  ...{ province, from, to, months, temporary },
})

const guangdong = stint('广东', '2005-01', '2015-12', 130)
const shortGuangdong = stint('广东', '2008-01', '2012-12', 60)
const beijing = stint('北京', '2016-03', '2026-11', 100)
const moved: readonly Stint[] = [guangdong, beijing]
const shortMoved: readonly Stint[] = [shortGuangdong, beijing]
const home = '河南'

/** Everybody of this table who is neither barred nor retired was born in 1985. */
const young = { ...mover, birthDate: '1985-05-05', stints: moved, household: home } as const

export const situations: readonly Situation[] = [
  {
    name: 'who draws a pension transfers nothing',
    facts: { drawing: true, drawnScheme: 'employee' },
    ...{ kind: 'drawing', verdict: 'none', place: null, articles: ['第二条'] },
  },
  {
    name: 'who draws a pension transfers nothing, whatever else was told',
    facts: { ...young, drawing: true, drawnScheme: 'employee', plan: 'stay' },
    ...{ kind: 'drawing', verdict: 'none', place: null, articles: ['第二条'] },
  },
  {
    name: 'who draws the residents’ pension joins nothing to it any more',
    facts: {
      ...{ drawing: true, drawnScheme: 'resident' },
      moverScheme: { from: 'resident', to: 'enterprise' },
    },
    ...{ kind: 'drawingResident', verdict: 'none', place: null, articles: ['第二条'] },
  },
  {
    name: 'who draws the residents’ pension and moved among employees is judged as an employee',
    facts: { ...young, drawing: true, drawnScheme: 'resident', plan: 'undecided' },
    ...{ kind: 'undecided', verdict: 'later', place: null, articles: ['第六条'] },
  },
  {
    name: 'from the residents’ scheme before the age: later',
    facts: {
      drawing: false,
      moverScheme: { from: 'resident', to: 'enterprise' },
      birthDate: '1985-05-05',
    },
    ...{ kind: 'residentScheme', verdict: 'later', place: null, articles: ['第三条'] },
  },
  {
    name: 'from the residents’ scheme after the age: can be joined',
    facts: {
      drawing: false,
      moverScheme: { from: 'resident', to: 'enterprise' },
      ...{ birthDate: '1960-05-05', sex: 'M' },
    },
    ...{ kind: 'residentScheme', verdict: 'transfer', place: null, articles: ['第三条'] },
  },
  {
    name: 'the residents’ scheme in two provinces moves with the household',
    facts: {
      drawing: false,
      moverScheme: { from: 'resident', to: 'resident' },
      ...{ stints: moved, household: '北京' },
    },
    ...{ kind: 'residentScheme', verdict: 'transfer', place: null, articles: ['第八条'] },
  },
  {
    name: 'the residents’ scheme stays where the household has not moved',
    facts: {
      drawing: false,
      moverScheme: { from: 'resident', to: 'resident' },
      ...{ stints: moved, household: home },
    },
    ...{ kind: 'residentScheme', verdict: 'later', place: null, articles: ['第八条'] },
  },
  {
    name: 'from a public institution to an enterprise',
    facts: { drawing: false, moverScheme: { from: 'government', to: 'enterprise' } },
    ...{ kind: 'governmentScheme', verdict: 'transfer', place: null },
    articles: ['第七条', '第九条'],
  },
  {
    name: 'from an enterprise to a public institution',
    facts: { drawing: false, moverScheme: { from: 'enterprise', to: 'government' } },
    ...{ kind: 'governmentScheme', verdict: 'transfer', place: null, articles: ['第七条'] },
  },
  {
    name: 'a soldier who left service',
    facts: { drawing: false, moverScheme: { from: 'military', to: 'enterprise' } },
    ...{ kind: 'armyScheme', verdict: 'transfer', place: null, articles: ['第三章'] },
  },
  {
    name: 'an army spouse who found work, at any age',
    facts: {
      drawing: false,
      moverScheme: { from: 'militarySpouse', to: 'enterprise' },
      ...{ birthDate: '1975-01-01', sex: 'F' },
    },
    ...{ kind: 'armyScheme', verdict: 'transfer', place: null, articles: ['第二十七条'] },
  },
  {
    name: 'an army spouse who goes along and is insured through the army',
    facts: { drawing: false, moverScheme: { from: 'enterprise', to: 'militarySpouse' } },
    ...{ kind: 'armyScheme', verdict: 'transfer', place: null, articles: ['第二十六条'] },
  },
  {
    name: 'at the statutory age the last ten-year place collects everything',
    facts: { ...mover, birthDate: '1966-03-05', sex: 'M', household: home, stints: moved },
    ...{ kind: 'retirementReached', verdict: 'transfer', place: '广东', articles: ['第六条'] },
    open: [],
  },
  {
    name: 'the day before the statutory age the plan still counts',
    facts: { ...young, birthDate: '1966-04-05', sex: 'M', plan: 'undecided' },
    on: '2026-08-04',
    ...{ kind: 'undecided', verdict: 'later', place: null, articles: ['第六条'] },
  },
  {
    name: 'on the day of the statutory age the plan does not count any more',
    facts: { ...young, birthDate: '1966-04-05', sex: 'M', plan: 'undecided' },
    on: '2026-08-05',
    ...{ kind: 'retirementReached', verdict: 'transfer', place: '广东', articles: ['第六条'] },
  },
  {
    name: 'at the age with nine years here and five there: the household place',
    facts: {
      ...{ ...mover, birthDate: '1962-01-01', sex: 'M', household: home },
      stints: [shortGuangdong, beijing],
    },
    ...{ kind: 'retirementReached', verdict: 'transfer', place: home, articles: ['第六条'] },
    open: ['generalDespiteBar', 'minimumYearsShort'],
  },
  {
    name: 'at the age with everything in the household province: nothing to move',
    facts: {
      ...{ ...mover, birthDate: '1962-01-01', sex: 'M', household: '广东' },
      stints: [stint('广东', '1990-01', '2021-12', 380)],
    },
    ...{ kind: 'retirementReached', verdict: 'none', place: '广东', articles: ['第六条'] },
  },
  {
    name: 'at the age with one short record elsewhere: it goes home',
    facts: {
      ...{ ...mover, birthDate: '1962-01-01', sex: 'M', household: home },
      stints: [stint('广东', '2013-01', '2021-12', 100)],
    },
    ...{ kind: 'retirementReached', verdict: 'transfer', place: home, articles: ['第六条'] },
  },
  {
    name: 'at the age with only temporary accounts: the household place',
    facts: {
      ...{ ...mover, birthDate: '1962-01-01', sex: 'M', household: home },
      stints: [stint('广东', '2013-01', '2021-12', 100, true)],
    },
    ...{ kind: 'retirementReached', verdict: 'transfer', place: home, articles: ['第六条'] },
  },
  {
    name: 'a woman of 52 on a workers’ post has reached the age',
    facts: {
      ...{ ...young, birthDate: '1974-06-01', sex: 'F', posting: false },
      retirementCategory: 'worker',
    },
    ...{ kind: 'retirementReached', verdict: 'transfer', place: '广东', articles: ['第六条'] },
  },
  {
    name: 'a woman of 52 on a managers’ post has not, and was over 40 at enrolment',
    facts: {
      ...{ ...young, birthDate: '1974-06-01', sex: 'F', posting: false },
      retirementCategory: 'manager',
    },
    ...{ kind: 'ageBar', verdict: 'cannot', place: '广东', articles: ['第五条', '第六条'] },
  },
  {
    name: 'nothing paid in the new place yet',
    facts: { ...young, stints: [guangdong, { province: '北京', months: 0 }] },
    ...{ kind: 'notEnrolled', verdict: 'later', place: null, articles: ['第八条'] },
  },
  {
    name: 'no record at all',
    facts: { ...young, stints: [] },
    ...{ kind: 'notEnrolled', verdict: 'later', place: null, articles: ['第八条'] },
  },
  {
    name: 'all in one province for ten years: nothing to move, and paid there',
    facts: { ...mover, stints: [{ province: '广东', months: 120 }] },
    ...{ kind: 'sameProvince', verdict: 'none', place: '广东', articles: ['第一条'] },
  },
  {
    name: 'all in the household province',
    facts: { ...mover, stints: [{ province: '广东', months: 8 }], household: '广东' },
    ...{ kind: 'sameProvince', verdict: 'none', place: '广东', articles: ['第一条'] },
  },
  {
    name: 'all in one other province for less than ten years: nothing to move, place not known',
    facts: { ...young, stints: [{ province: '广东', months: 119 }] },
    ...{ kind: 'sameProvince', verdict: 'none', place: null, articles: ['第一条'] },
  },
  {
    name: 'a woman first enrolled outside her household at 43',
    facts: {
      ...young,
      birthDate: '1973-02-01',
      sex: 'F',
      retirementCategory: 'manager',
      posting: false,
    },
    ...{ kind: 'ageBar', verdict: 'cannot', place: '广东', articles: ['第五条', '第六条'] },
  },
  {
    name: 'the bar stands although the account is called general, and its months do not count',
    facts: {
      ...{ ...young, birthDate: '1973-02-01', sex: 'F', retirementCategory: 'manager' },
      ...{ posting: false, stints: [shortGuangdong, { ...beijing, months: 129 }] },
    },
    ...{ kind: 'ageBar', verdict: 'cannot', place: home, articles: ['第五条', '第六条'] },
  },
  {
    name: 'a man of the same age was under 50',
    facts: { ...young, birthDate: '1973-02-01', sex: 'M', plan: 'stay' },
    ...{ kind: 'stay', verdict: 'transfer', place: '北京', articles: ['第五条', '第六条'] },
  },
  {
    name: 'a man first enrolled outside his household at 51',
    facts: {
      ...{ ...young, birthDate: '1970-02-01', sex: 'M', posting: false },
      stints: [guangdong, stint('北京', '2021-03', '2026-11', 60)],
    },
    ...{ kind: 'ageBar', verdict: 'cannot', place: '广东', articles: ['第五条', '第六条'] },
  },
  {
    name: 'an approved posting lifts the bar',
    facts: {
      ...{ ...young, birthDate: '1970-02-01', sex: 'M', posting: true, plan: 'undecided' },
      stints: [guangdong, stint('北京', '2021-03', '2026-11', 60)],
    },
    ...{ kind: 'undecided', verdict: 'later', place: null, articles: ['第六条'] },
  },
  {
    name: 'the household place takes anybody in at any age',
    facts: {
      ...{ ...young, birthDate: '1970-02-01', sex: 'M', household: '北京', plan: 'home' },
      stints: [guangdong, stint('北京', '2021-03', '2026-11', 60)],
    },
    ...{ kind: 'home', verdict: 'transfer', place: '北京', articles: ['第五条', '第六条'] },
  },
  {
    name: 'who was enrolled there before 2010 is not barred',
    facts: {
      ...{ ...young, birthDate: '1968-02-01', sex: 'M', plan: 'back' },
      stints: [guangdong, stint('北京', '2009-12', '2026-11', 110)],
    },
    ...{ kind: 'back', verdict: 'later', place: null, articles: ['第六条'] },
  },
  {
    name: 'the age reached in the very month of enrolment is left open',
    facts: {
      ...{ ...young, birthDate: '1986-03-20', sex: 'F', posting: false, plan: 'stay' },
      stints: [guangdong, stint('北京', '2026-03', '2026-11', 9)],
    },
    ...{ kind: 'unsettled', verdict: 'later', place: null, articles: ['第五条'] },
    open: ['ageInMonthOfEnrolment'],
  },
  {
    name: 'stays, ten years certain by the statutory age (矢志不移型)',
    facts: { ...young, plan: 'stay' },
    ...{ kind: 'stay', verdict: 'transfer', place: '北京', articles: ['第五条', '第六条'] },
  },
  {
    name: 'stays, but ten years cannot be reached: the old ten-year place',
    facts: {
      ...{ ...young, birthDate: '1969-03-05', sex: 'M', plan: 'stay' },
      stints: [guangdong, stint('北京', '2018-03', '2026-11', 20)],
    },
    ...{ kind: 'stay', verdict: 'transfer', place: '广东', articles: ['第五条', '第六条'] },
  },
  {
    name: 'stays, ten years nowhere: the household place',
    facts: {
      ...{ ...young, birthDate: '1969-03-05', sex: 'M', plan: 'stay' },
      stints: [shortGuangdong, stint('北京', '2018-03', '2026-11', 20)],
    },
    ...{ kind: 'stay', verdict: 'transfer', place: home, articles: ['第五条', '第六条'] },
  },
  {
    name: 'stays, ten years only with an elective delay: left open',
    facts: {
      ...{ ...young, birthDate: '1969-03-05', sex: 'M', plan: 'stay' },
      stints: [guangdong, stint('北京', '2018-03', '2026-11', 60)],
    },
    ...{ kind: 'stay', verdict: 'transfer', place: null, articles: ['第五条', '第六条'] },
    open: ['tenYearsOnlyWithDelay'],
  },
  {
    name: 'stays at the household place: no minimum there',
    facts: {
      ...{ ...young, birthDate: '1969-03-05', sex: 'M', plan: 'stay', household: '北京' },
      stints: [guangdong, stint('北京', '2018-03', '2026-11', 20)],
    },
    ...{ kind: 'stay', verdict: 'transfer', place: '北京', articles: ['第五条', '第六条'] },
  },
  {
    name: 'stays with an account that is called temporary although no bar stands',
    facts: {
      ...{ ...young, plan: 'stay' },
      stints: [guangdong, { ...beijing, temporary: true }],
    },
    ...{ kind: 'stay', verdict: 'transfer', place: '北京', articles: ['第五条', '第六条'] },
    open: ['temporaryWithoutBar'],
  },
  {
    name: 'goes home and is insured there',
    facts: { ...young, household: '北京', plan: 'home' },
    ...{ kind: 'home', verdict: 'transfer', place: '北京', articles: ['第五条', '第六条'] },
  },
  {
    name: 'means to go home, is not insured there',
    facts: { ...young, plan: 'home' },
    ...{ kind: 'homeNotEnrolled', verdict: 'later', place: null, articles: ['第五条', '第六条'] },
  },
  {
    name: 'means to go home where only an earlier stint lies',
    facts: { ...young, plan: 'home', household: '广东' },
    ...{ kind: 'homeNotEnrolled', verdict: 'later', place: null, articles: ['第五条', '第六条'] },
  },
  {
    name: 'goes back to the old place',
    facts: { ...young, plan: 'back' },
    ...{ kind: 'back', verdict: 'later', place: null, articles: ['第六条'] },
  },
  {
    name: 'does not know yet',
    facts: { ...young, plan: 'undecided' },
    ...{ kind: 'undecided', verdict: 'later', place: null, articles: ['第六条'] },
  },
  {
    name: 'in 2024, before the delay was decided, a man of 60 has reached the age',
    facts: { ...young, birthDate: '1964-06-01', sex: 'M', stints: shortMoved, plan: 'stay' },
    on: '2024-06-30',
    ...{ kind: 'retirementReached', verdict: 'transfer', place: home, articles: ['第六条'] },
  },
  {
    name: 'a man who would be 60 in 2031 has not reached the age then',
    facts: { ...young, birthDate: '1971-01-10', sex: 'M', stints: shortMoved, plan: 'undecided' },
    on: '2031-01-10',
    ...{ kind: 'undecided', verdict: 'later', place: null, articles: ['第六条'] },
  },
]
