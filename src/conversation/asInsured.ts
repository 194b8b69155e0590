import { forWhom } from '../wishes/forWhom.ts'
import { type Draft, topFrame } from './draft.ts'
import { whoseIs } from './people.ts'

const gaps = /([,，。;；!！\n]+|(?<=[\p{Script=Han}\dXx]) +(?=\p{Script=Han}))/u
const relatives = [/(?:我|俺|咱们?)(?:家|的)?(\p{Script=Han}{1,3})/gu, /^\s*(\p{Script=Han}{1,3})/u]
const somebodyElse =
  /爸|妈|爹|娘|老公|老婆|丈夫|妻子|爱人|媳妇|儿子|女儿|闺女|孩子|哥|姐|弟|妹|朋友|同事/u
const speaker = /^\s*(?:我|俺|咱|本人)/u

/**
 * Words about the one for whom an errand is (我妈叫…, 她在…), as she would say them of herself; what the
 * writer says beside them of her own self is left out. Words of one's own errand come back as they are.
 */
export function asInsured(draft: Draft, text: string): string {
  const whose = whoseIs(topFrame(draft))?.replace(/\d+$/, '')
  if (!whose) return text
  const parts = text.split(gaps)
  const said = parts.map((part) => ofHers(part, whose))
  if (said.every((part) => part === null)) return text
  const kept = parts.map((part, at) => said[at] ?? (speaker.test(part) ? '' : part))
  return kept.join('').replace(/^[\s,，。;；]+|[\s,，;；]+$/gu, '')
}

/** A clause about her as her own; null where it is not about her. */
function ofHers(clause: string, whose: string): string | null {
  let isHers = false
  const asHer = (words: string, kin: string) => {
    const lengths = [...kin].map((_, i) => i + 1)
    const first = lengths.find((n) => forWhom(`帮我${kin.slice(0, n)}办`)?.whose === whose)
    if (first === undefined) return words
    isHers = true
    const isDoubled = first === 1 && kin[1] === kin[0]
    return `我${kin.slice(isDoubled ? 2 : first)}`
  }
  const named = relatives.reduce((words, pattern) => words.replace(pattern, asHer), clause)
  if (somebodyElse.test(named)) return isHers ? named : null
  const told = named.replace(/^(\s*)[她他]|(?<=[是给])[她他](?=的|在)/u, '$1我')
  return isHers || told !== clause ? told : null
}
