import { article } from './documents.ts'
import { type Ruling, rule } from './ruling.ts'

/** The kinds of transfer that the form for pension transfers offers. */
export type TransferKind = 'enterprise' | 'military' | 'militarySpouse' | 'government'

/** How one kind of transfer goes. */
export type TransferWay = {
  /** The papers that go with it, by their official names. */
  readonly documents: readonly string[]
  /** Who has to act first. */
  readonly starts: 'person' | 'army' | 'formerUnit'
  /** Whether the age bar at first enrolment can stand in its way; not every text says. */
  readonly ageBar: 'applies' | 'exempt' | 'notStated'
  /** Working days that the agency has once papers and money are there. */
  readonly days: number
}

const certificate = '《基本养老保险参保缴费凭证》'

const ways = {
  enterprise: { documents: [certificate], starts: 'person', ageBar: 'applies', days: 15 },
  military: {
    documents: [
      '《军人退役基本养老保险参保缴费凭证》',
      '《军人退役基本养老保险关系转移接续信息表》',
      '银行汇款凭据',
      '身份证',
    ],
    starts: 'army',
    ageBar: 'notStated',
    days: 15,
  },
  militarySpouse: {
    documents: ['《未就业随军配偶养老保险参保缴费凭证》', '身份证'],
    starts: 'army',
    ageBar: 'exempt',
    days: 15,
  },
  government: {
    documents: [certificate, '《基本养老保险信息表》', '职业年金转移材料'],
    starts: 'formerUnit',
    ageBar: 'notStated',
    days: 15,
  },
} as const satisfies Record<TransferKind, TransferWay>

const sources = {
  enterprise: article('transfer', '第八条'),
  military: article('army', '第三章'),
  militarySpouse: article('army', '第二十七条'),
  government: article('governmentProcedure', '第九条'),
} as const

/**
 * The papers and the way of each kind of transfer. Through 12333 and Alipay an enterprise
 * employee needs no paper certificate. A soldier often need not apply at all: the army's finance
 * department sends form and money to the place of settlement.
 *
 * 国办发〔2009〕66号 第八条; 军人保险法 第三章, 第二十七条; 人社厅发〔2017〕7号 第九条.
 */
export const transferWay = (kind: TransferKind): Ruling<TransferWay> =>
  rule<TransferWay>(ways[kind], { kind }, sources[kind])

/** Which way employees' and residents' insurance can be joined; only once, after the age. */
export type Bridging = 'tooEarly' | 'residentToEmployee' | 'employeeToResident' | 'drawing'

/**
 * Joining the residents' and the employees' scheme: only after the statutory age and before
 * drawing. With the minimum of employees' years (15, extension included; more from 2030 on) the
 * residents' account moves to the employees' scheme and its years do not count; with fewer the
 * employees' account and years move to the residents' scheme.
 *
 * 人社部发〔2014〕17号 第二条, 第三条, 第五条, 第六条
 */
export function bridging(facts: {
  readonly drawing: boolean
  readonly ageReached: boolean
  readonly employeeMonths: number
  readonly minimumMonths: number
}): Ruling<Bridging> {
  const answer = (conclusion: Bridging, name = '第三条') =>
    rule(conclusion, facts, article('bridging', name))
  if (facts.drawing) return answer('drawing', '第二条')
  if (!facts.ageReached) return answer('tooEarly')
  const enough = facts.employeeMonths >= facts.minimumMonths
  return answer(enough ? 'residentToEmployee' : 'employeeToResident')
}
