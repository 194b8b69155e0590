import { lengthOf, longestBubble } from '../../src/conversation/bubbles.ts'
import type { Effect } from '../../src/conversation/effect.ts'

/** "About 120": a name of a province may be longer than another. */
const most = longestBubble + 5

/** What may be longer, and how it is known. */
export const exceptions: Readonly<Record<string, RegExp>> = {
  'every answer of the form, in full': /(?:^- [^：\n]+：\*\*.*\*\*$\n?){3}/m,
  'what was taken out of one message': /^已记下：\n(?:- .*\n?){3}/m,
  'what was read off a certificate': /^(?:从您的凭证上读到|从照片上认出|已记下凭证上的)/,
  'notices that waited together': /^\*\*[^*]+\*\*：《[\s\S]*\n\*\*[^*]+\*\*：《/,
  'the reasoning behind an advice, asked for': /^推理过程：/,
  'an advice with points that only the agency can settle': /^待确认：/m,
  'several applications': /(?:^- 《[^》]+》.*流水号.*$\n?){2}/m,
  'the agency’s own reason for a refusal': /^原因：/m,
}

/** The bubbles of one turn that are too long, and the turn itself where it has too many. */
export function flawsOf(effects: readonly Effect[]): string[] {
  const said = effects.flatMap((effect) => (effect.kind === 'say' ? [effect.saying] : []))
  const own = said.filter(({ from }) => from !== 'clerk').map(({ text }) => text)
  const long = own.filter(
    (text) => lengthOf(text) > most && !Object.values(exceptions).some((known) => known.test(text)),
  )
  const flaws = long.map((text) => `${lengthOf(text)} characters: ${text}`)
  return own.length > 2 ? [...flaws, `${own.length} bubbles: ${own.join(' ‖ ')}`] : flaws
}
