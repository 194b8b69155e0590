import type { Answer } from './answer.ts'
import { readNumber } from './numerals.ts'
import { comparable } from './plain.ts'

const tail =
  /(?:最后|末尾?|后面?|尾号)的?(?:(?<count>[一二两三四五六\d])个?位)?(?:数字?|号码?)?(?:写错了?|不对|错了)?[,，\s]*(?:应该|应当|其实)?(?:是|为|改成)\s*(?<digits>\d{1,8}[Xx]?|[Xx])(?!\d)/

/** A number with its last digits put right (最后两位是88), read anew; null where the words say nothing of them. */
export function mendTail(
  before: string,
  words: string,
  parse: (whole: string) => Answer<string>,
): Answer<string> | null {
  const { count, digits } = tail.exec(comparable(words))?.groups ?? {}
  if (!digits || digits.length >= before.length) return null
  if (count && readNumber(count) !== digits.length) return null
  return parse(before.slice(0, -digits.length) + digits.toUpperCase())
}
