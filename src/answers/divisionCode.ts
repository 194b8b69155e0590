import {
  type Answer,
  type AnswerKind,
  type Context,
  misunderstood,
  notAnAnswer,
  understood,
} from './answer.ts'
import { askBack } from './askBack.ts'
import { fatesOf, fullName, isPublished } from './divisions.ts'
import { digitByDigit } from './numerals.ts'
import { correctedPlace, parsePlace } from './place.ts'
import { comparable } from './plain.ts'

/** Six digits that are or were a code in GB/T 2260; a place's name gives its code. */
export const divisionCode: AnswerKind<string> = {
  parse: parseDivisionCode,
  write: (code) => code,
}

const around =
  /应该是|好像是|是|为|填|行政区划|区划|经办机构|机构|地区|所在地|代码|编码|编号|码|号码|代号|code|谢谢|吧|啊|呢|哦|的|我|凭证上|上面|写|填|改成|改为|请|[\s:：,，。.;；()"'“”「」【】\-_#№]/giu

function parseDivisionCode(text: string, context: Context): Answer<string> {
  const words = correctedPlace(comparable(text))
  const dictated = /[零〇一二三四五六七八九幺]{6}/.test(words) ? digitByDigit(words) : words
  const joined = dictated.replace(/(?<=\d)[\s\-.·,，、](?=\d)/g, '')
  const runs = [...joined.matchAll(/\d+/g)].map(([run]) => run.replace(/^(\d{6})000000$/, '$1'))
  const codes = [...new Set(runs.filter((run) => run.length === 6))]
  const rest = joined.replace(/\d+/g, '').replace(around, '')
  const code = codes[0]
  if (code && codes.length === 1 && runs.length === 1) {
    const named = rest === '' ? undefined : parsePlace(rest, context)
    const fits = named === undefined || (named.kind === 'understood' && named.value.code === code)
    const former = fatesOf(code).some(({ name }) => name !== '' && rest.endsWith(name))
    if (!fits && !former)
      return named?.kind === 'understood' && isPublished(code)
        ? askBack('contradiction', { facts: { code, place: named.value.name } })
        : notAnAnswer
    return isPublished(code) ? understood(code) : misunderstood('unknownCode', { code })
  }
  if (codes.length > 1)
    return askBack('two', {
      choices: codes.filter(isPublished).map((value) => ({ value, label: value })),
    })
  if (runs.length > 0)
    return rest === '' && runs.length === 1
      ? misunderstood('length', { count: String(runs[0]?.length ?? 0) })
      : notAnAnswer
  const place = parsePlace(words, context)
  if (place.kind === 'understood') return understood(place.value.code)
  if (place.kind === 'misunderstood') return place
  return askBack(place.reason, {
    ...(place.facts && { facts: place.facts }),
    ...(place.choices && {
      choices: place.choices.map(({ value: { code } }) => ({
        value: code,
        label: `${code} ${fullName(code)}`,
      })),
    }),
  })
}
