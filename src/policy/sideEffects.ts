import { article } from './documents.ts'
import type { Stint } from './facts.ts'
import { type Ruling, rule } from './ruling.ts'

/** What a step of a transfer brings with it, to be said before the step is taken. */
export type SideEffect =
  /** Generating the certificate sets the status to 中断（转外省）; undoing needs a visit. */
  | 'certificateInterrupts'
  /** Applying needs enrolment and one paid month in the new place. */
  | 'enrolFirst'
  /** The years are then recorded by the new place as one relation. */
  | 'yearsMoveOn'
  /** Months paid in two places count once; one personal part is paid back. */
  | 'doubleMonthsOnce'
  /** Nobody draws two pensions. */
  | 'onePension'

/** The step that a person is about to take. */
export type Undertaking = 'certificate' | 'application'

/**
 * What has to be said before a step. Which place counts a transferred year for the place of
 * benefit receipt is left to the agency: nothing is promised either way.
 *
 * 国办发〔2009〕66号 第三条, 第八条; 人社部发〔2010〕70号 第十条 for months paid twice.
 */
export function sideEffects(
  step: Undertaking,
  stints: readonly Stint[] = [],
): Ruling<SideEffect[]> {
  const effects: SideEffect[] =
    step === 'certificate' ? ['certificateInterrupts'] : ['enrolFirst', 'yearsMoveOn']
  const doubled = paidTwice(stints)
  if (doubled) effects.push('doubleMonthsOnce', 'onePension')
  const source = doubled ? article('details', '第十条') : article('transfer', '第八条')
  return rule(effects, { step, doubled }, source)
}

/** Whether two dated stints in different provinces overlap. */
export const paidTwice = (stints: readonly Stint[]): boolean =>
  stints.some((a, index) =>
    stints
      .slice(index + 1)
      .some(
        (b) =>
          a.province !== b.province &&
          a.from !== undefined &&
          b.from !== undefined &&
          a.from <= (b.to ?? '9999-12') &&
          b.from <= (a.to ?? '9999-12'),
      ),
  )
