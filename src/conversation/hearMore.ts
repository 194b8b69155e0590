import type { Stint } from '../answers/stints.ts'
import { type Draft, say, topFrame } from './draft.ts'
import { hearCells, takeAll } from './hearCells.ts'
import { compiledFlow, hasEnded } from './walk.ts'

/** What adds to what was told: 还有江苏2年, 忘了说，后来在上海3年. */
const adding = /还有|另外|漏[了说掉]|忘[了记]|后来|再加|加上|补充|之前还|以前还|现在又|又在/u

/** Years that are still to come, or in which nothing was paid. */
const unpaid = /差|还要|还得|再[交缴干]|[没未]有?[交缴]|待|住|当兵|学|读|念|旅|玩/u

/**
 * A history goes on after it was taken (后来还在江苏5年), and an advice is weighed again when more is
 * told. False: the words tell nothing more.
 */
export function hearMore(draft: Draft, text: string): boolean {
  const frame = topFrame(draft)
  if (!frame || frame.key) return false
  const compiled = compiledFlow(draft, frame.flow)
  const isOver = hasEnded(draft, frame)
  if (isOver && !compiled.loops) return false
  const [field] =
    Object.entries(compiled.flow.steps).find(
      ([, step]) => step.kind === 'ask' && step.answer === 'stints',
    ) ?? []
  const told = field === undefined ? undefined : (frame.answers[field] as Stint[] | undefined)
  if (field !== undefined && told && !unpaid.test(text)) {
    const { today } = draft.event
    const read = draft.catalogue.kinds.stints!.parse(text, { today, field })
    const adds = isOver || adding.test(text)
    if (read.kind === 'understood' && (adds || areNew(told, read.value as Stint[]))) {
      takeAll(draft, { [field]: together(told, read.value as Stint[]) })
      return true
    }
    if (adds && read.kind === 'ambiguous' && /\d|年|月/u.test(text)) {
      say(draft, `misunderstood/stints.${read.reason}`, { ...read.facts, text })
      return true
    }
  }
  return isOver && frame.path.length > 0 && hearCells(draft, text)
}

const areNew = (before: readonly Stint[], after: readonly Stint[]): boolean =>
  after.length > 0 &&
  after.every(({ province }) => before.every((one) => one.province !== province))

/** Both histories: what is told again of a province counts instead of what was told before. */
function together(before: readonly Stint[], after: readonly Stint[]): Stint[] {
  const isTold = ({ province }: Stint) => after.some((stint) => stint.province === province)
  const all = [...before.filter((stint) => !isTold(stint)), ...after]
  return all.every(({ from }) => from)
    ? all.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
    : all
}
