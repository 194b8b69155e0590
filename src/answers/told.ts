import { type Answer, notAnAnswer } from './answer.ts'
import { askBack } from './askBack.ts'
import { corrected } from './corrected.ts'
import { comparable } from './plain.ts'
import { ofOneself, stance, supposes, withoutAssurance } from './stance.ts'

/** Longer words are a story or a document, not the answer to one question. */
export const tooLong = 400

/**
 * Reads words as an answer: comparable, after any correction, and only where the person tells a value of her own.
 * A question, a supposition, somebody else's value is no answer; a doubted value is asked back.
 */
export function told<Value>(
  text: string,
  write: (value: Value) => string,
  read: (words: string) => Answer<Value>,
): Answer<Value> {
  if (text.length > tooLong) return notAnAnswer
  const whole = ofOneself(comparable(text))
  const words = corrected(whole)
  if (words === '' || supposes(whole)) return notAnAnswer
  const answer = read(withoutAssurance(words))
  switch (stance(words)) {
    case 'told':
      return answer
    case 'unsure':
      if (answer.kind !== 'understood') return answer
      return askBack('unsure', { choices: [{ value: answer.value, label: write(answer.value) }] })
    default:
      return notAnAnswer
  }
}
