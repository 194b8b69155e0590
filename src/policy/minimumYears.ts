import { article } from './documents.ts'
import { type Ruling, rule } from './ruling.ts'

/**
 * The least contribution time for a monthly pension, in months, for whoever reaches the age on a
 * day: 15 years until 2029, from 2030 on six months more each year, 20 years from 2039.
 *
 * 国务院关于渐进式延迟法定退休年龄的办法 第二条; before 2030 社会保险法 第十六条.
 */
export function minimumYears(on: string): Ruling<number> {
  const year = Number(on.slice(0, 4))
  if (year < 2030) return rule(180, { on }, article('socialInsurance', '第十六条'))
  const months = 180 + 6 * Math.min(10, year - 2029)
  return rule(months, { on }, { ...article('retirement', '第二条'), holdsFrom: '2030-01-01' })
}
