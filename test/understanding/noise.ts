import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { happen, opened, type Standing, saidIn, topOf } from '../everything/conversation.ts'
import { standingAt } from './midForm.ts'

/** How many of the random strings said somewhere were taken for something. */
export type NoiseScore = { where: string; strings: number; taken: readonly string[] }

const characters = [
  ...new Set(
    readFileSync(new URL('../wishes/tables/noise.txt', import.meta.url), 'utf8').match(
      /\p{Script=Han}/gu,
    ),
  ),
]

/** Strings of 2 to 15 of the characters of everyday talk, the same in every run. */
const randomStrings = (count: number, seed: number): string[] =>
  fc.sample(fc.string({ unit: fc.constantFrom(...characters), minLength: 2, maxLength: 15 }), {
    seed,
    numRuns: count,
  })

/**
 * Says random strings where no form is open, and at every question of two forms. A name of two to four
 * characters is nothing but a string of characters that begins with a surname: the name is counted apart.
 */
export function scoreNoise(atGreeting: number, atEach: number): NoiseScore[] {
  const places = [...standingAt].filter(([field]) => field !== 'name')
  const atFields = places.flatMap(([, standing], index) =>
    randomStrings(atEach, 20_261_123 + index).filter((text) => isTaken(standing, text)),
  )
  const heard = (where: string, texts: readonly string[], standing: Standing): NoiseScore => ({
    ...{ where, strings: texts.length },
    taken: texts.filter((text) => isTaken(standing, text)),
  })
  const long = randomStrings(atEach, 20_261_123).filter((text) => text.length > 4)
  return [
    heard('the greeting', randomStrings(atGreeting, 20_261_123), opened),
    { where: 'every question but the name', strings: atEach * places.length, taken: atFields },
    heard('the name, five characters and more', long, standingAt.get('name')!),
  ]
}

/** Whether words moved a conversation: an answer, another flow or step, a command carried out, a question answered. */
function isTaken(before: Standing, text: string): boolean {
  const after = happen(before, { kind: 'said', text })
  const [then, now] = [topOf(before), topOf(after)]
  return (
    JSON.stringify(then?.answers) !== JSON.stringify(now?.answers) ||
    then?.flow !== now?.flow ||
    then?.step !== now?.step ||
    before.state.paused !== after.state.paused ||
    before.state.handoff !== after.state.handoff ||
    (after.state.aside !== null && before.state.aside === null) ||
    saidIn(after).some(({ flow }) => flow === 'faq')
  )
}
