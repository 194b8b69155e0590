import * as v from 'valibot'
import { words } from './words.ts'

/** A number, or the text of one as a form sends it; thousands may be marked off. */
const number = (message: string) =>
  v.pipe(
    v.union(
      [v.number(), v.pipe(v.string(), v.trim(), v.regex(/^[\d,，]+(\.\d+)?$/, message))],
      message,
    ),
    v.transform((given) => Number(String(given).replace(/[,，]/g, ''))),
    v.check((value) => Number.isFinite(value), message),
  )

/** Yuan with at most two decimals. */
export const yuan = (least: number, message: string) =>
  v.pipe(
    number(message),
    v.minValue(least, message),
    v.maxValue(1_000_000_000, message),
    v.check((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, message),
  )

/** Months paid. */
export const months = v.pipe(
  number(words.paidMonths),
  v.integer(words.paidMonths),
  v.minValue(1, words.paidMonths),
  v.maxValue(720, words.paidMonths),
)
