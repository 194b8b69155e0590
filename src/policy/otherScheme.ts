import { article } from './documents.ts'
import type { Facts, Scheme } from './facts.ts'
import type { Kind, Verdict } from './kinds.ts'
import { type Need, need, type Outcome, type Step, stepOn } from './outcome.ts'
import { reachedAge } from './reachedAge.ts'
import { checkedOn } from './ruling.ts'
import { currentProvince, monthsIn } from './stints.ts'

const isArmy = (scheme: Scheme): boolean => scheme === 'military' || scheme === 'militarySpouse'

/**
 * What holds where another scheme than the enterprise employees' is on one side; null where it is
 * not. The place of benefit receipt stays unknown here: it is settled within the new scheme.
 *
 * 军人保险法 第三章, 第二十六条, 第二十七条; 国发〔2015〕2号 第七条 and 人社厅发〔2017〕7号 第九条;
 * 人社部发〔2014〕17号 第三条; 国发〔2014〕8号 第八条.
 */
export function otherScheme(facts: Partial<Facts>, today: string): Outcome | Need | null {
  const { moverScheme } = facts
  if (!moverScheme) return need('moverScheme', { rule: 'scheme' })
  const { from, to } = moverScheme
  const answer = (kind: Kind, verdict: Verdict, sources: Source[], more: Step[] = []): Outcome => ({
    kind,
    verdict,
    place: null,
    basis: sources.map((source) => source.citation),
    steps: [
      ...sources.map((source) =>
        stepOn('scheme', ['moverScheme'], { from, to }, { ...source, checked: checkedOn }),
      ),
      ...more,
    ],
    open: [],
  })

  if (isArmy(from) || isArmy(to)) {
    const spouse = from === 'militarySpouse' || to === 'militarySpouse'
    const part = spouse ? (isArmy(from) ? '第二十七条' : '第二十六条') : '第三章'
    return answer('armyScheme', 'transfer', [article('army', part)])
  }
  if (from === 'resident' && to === 'resident') return betweenResidents(facts, answer)
  if (from === 'resident' || to === 'resident') {
    const age = reachedAge(facts, today)
    if (age.kind === 'need') return age
    const verdict = age.reached ? 'transfer' : 'later'
    return answer('residentScheme', verdict, [article('bridging', '第三条')], [age.step])
  }
  if (from === 'government' || to === 'government') {
    const sources = [article('government', '第七条')]
    if (from === 'government' && to === 'enterprise') {
      sources.push(article('governmentProcedure', '第九条'))
    }
    return answer('governmentScheme', 'transfer', sources)
  }
  return null
}

type Source = ReturnType<typeof article>

function betweenResidents(
  facts: Partial<Facts>,
  answer: (kind: Kind, verdict: Verdict, sources: Source[]) => Outcome,
): Outcome | Need {
  if (!facts.stints) return need('stints', { rule: 'scheme' })
  if (facts.household === undefined) return need('household', { rule: 'scheme' })
  const here = currentProvince(facts.stints)
  const moved = here !== null && here === facts.household && monthsIn(facts.stints, here) > 0
  return answer('residentScheme', moved ? 'transfer' : 'later', [article('residents', '第八条')])
}
