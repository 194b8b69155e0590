import { article } from './documents.ts'
import { monthsFrom } from './months.ts'
import { type Ruling, rule } from './ruling.ts'

/** What one month put into the account and the fund; all in yuan. */
export type ContributionMonth = {
  /** `YYYY-MM` */
  readonly month: string
  /** The wage on which was paid. */
  readonly base: number
  /** What the person paid in. */
  readonly personal: number
}

/** What moves between the agencies; the person receives none of it. In yuan, two decimals. */
export type TransferredMoney = {
  /** 个人账户: own payments before 1998-01-01 with interest, the whole balance after it. */
  readonly individualAccount: number
  /** 统筹基金: 12 % of the contribution bases from 1998-01-01 on, without interest. */
  readonly pooledFund: number
  readonly total: number
}

const cents = (yuan: number): number => Math.round(yuan * 100) / 100

/**
 * The money that follows a relation. `account` is the balance that moves (before 1998 only the
 * person's own payments with interest; from 1998 on all of it); `bases` are the wages of every paid
 * month, of which those from 1998-01 on count. A temporary account of an employee moves by the
 * employer's actual `rate` where that was above 12 %.
 *
 * 国办发〔2009〕66号 第四条; temporary accounts 人社部发〔2009〕187号.
 */
export function transferredMoney(
  account: number,
  bases: readonly Pick<ContributionMonth, 'month' | 'base'>[],
  temporary?: { readonly employerRate: number },
): Ruling<TransferredMoney> {
  const rate = Math.max(0.12, temporary?.employerRate ?? 0)
  const counted = bases.filter(({ month }) => monthsFrom('1998-01', month) >= 0)
  const pooled = counted.reduce((sum, { base }) => sum + base, 0) * rate
  return rule(
    {
      individualAccount: cents(account),
      pooledFund: cents(pooled),
      total: cents(account + pooled),
    },
    { account, months: counted.length, rate },
    article('transfer', '第四条'),
  )
}
