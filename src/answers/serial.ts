import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'

/** 申报交易流水号: sixteen digits, the date first; spaces and dashes between them do not matter. */
export const serial: AnswerKind<string> = { parse, write: (value) => value }

function parse(text: string): Answer<string> {
  const words = text.normalize('NFKC').replace(/(?<=\d)[\s-]+(?=\d)/g, '')
  const runs = [...new Set(words.match(/\d{6,}/g))]
  const [only] = runs
  if (!only || runs.length > 1) return notAnAnswer
  if (only.length !== 16) return misunderstood('length', { count: String(only.length) })
  return understood(only)
}
