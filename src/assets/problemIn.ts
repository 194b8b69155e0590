import type { ProblemAt } from '../flow/read.ts'
import type { ProblemIn } from './checkWords.ts'

/**
 * Says where a template's mistake stands: in its own file, or on the line of the sentence in
 * `flows/`. `problemAts` has the files there by their names.
 */
export const createProblemIn =
  (problemAts: Readonly<Record<string, ProblemAt>>): ProblemIn =>
  (template, { line, column }, message) => {
    const sentence = sentenceAt(template)
    const problemAt = sentence && problemAts[sentence.file]
    if (problemAt) return problemAt(sentence.path, message)
    return { file: `templates/${template}.hbs`, line, column, message }
  }

/** The file in `flows/` and the keys there of a sentence such as `flow/progress/list.say`. */
function sentenceAt(template: string): { file: string; path: string[] } | null {
  const [first, second = '', third = ''] = template.split('/')
  if (first === 'flow') return { file: second, path: ['steps', ...third.split('.')] }
  if (first !== 'common') return null
  if (second === 'misunderstood') return { file: 'misunderstandings', path: third.split('.') }
  return { file: 'common', path: [second] }
}
