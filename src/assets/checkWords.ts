import { nearest } from '../flow/nearest.ts'
import type { Problem } from '../flow/read.ts'
import type { Flow, Step } from '../flow/schema.ts'
import { type Left, type Told, toldAt, waits } from '../flow/told.ts'
import { callable } from './compile.ts'
import { advised, always, news, type Shape, sometimes } from './facts.ts'
import { type Spot, type Use, usesIn } from './uses.ts'

type Sources = Readonly<Record<string, string>>
/** Makes a problem of a template, which may be a sentence of a flow; `spot` is within the template. */
export type ProblemIn = (template: string, spot: Spot, message: string) => Problem

/** Every template whose braces are not to be read. */
export function checkBraces(sources: Sources, problemIn: ProblemIn): Problem[] {
  return Object.keys(sources).flatMap((template) => {
    try {
      usesIn(template, sources)
      return []
    } catch (error) {
      const { message } = error as Error
      const line = Number(/on line (\d+)|- (\d+):\d+$/.exec(message)?.slice(1).find(Boolean) ?? 1)
      const spot = { line, column: 1 }
      return [problemIn(template, spot, `花括号没有写对${reasonOf(message)}`)]
    }
  })
}

/** What the parser found, as far as an operator can use it. */
function reasonOf(message: string): string {
  const [, open, close] = /^(\S+) doesn't match (\S+)/.exec(message) ?? []
  if (open) return `：{{#${open}}} 到 {{/${close}}}，两头的名字不一样`
  return '：{{…}} 要成对，{{#if …}} 要有 {{/if}}'
}

/** What the words of a flow name although it is not there, or not yet. */
export function checkWords(
  flow: Flow,
  sources: Sources,
  glossary: ReadonlySet<string>,
  problemIn: ProblemIn,
): Problem[] {
  const told = toldAt(flow, leaves)
  const asks = Object.entries(flow.steps).filter(([, { kind }]) => kind === 'ask')
  const asked = new Set(asks.map(([id]) => id))
  const choices = Object.fromEntries(
    asks.flatMap(([id, step]) => ('choices' in step && step.choices ? [[id, step.choices]] : [])),
  )
  const fields = Object.fromEntries([...glossary].map((field) => [field, true as const]))
  const chosen = Object.fromEntries(Object.keys(choices).map((field) => [field, true as const]))
  const shape = { ...fields, ...always, ...sometimes, ...advised, chosen }

  return Object.entries(flow.steps).flatMap(([id, step]) => {
    const known = told.get(id)
    // A step that nothing leads to is told of elsewhere.
    if (!known) return []
    return wordsOf(flow, id, step, sources).flatMap(({ template, isWhy }) => {
      const sure = new Set([...Object.keys(always), ...sureAt(step, known, isWhy)])
      return usesIn(template, sources).flatMap((use) => {
        const wrong = wrongWith(use, id, sure)
        return wrong ? [problemIn(use.template, use.at, wrong)] : []
      })
    })
  })

  /** What is known after a step beside its answer. */
  function leaves(step: Step, way: string): Left {
    if (step.kind === 'submit' && way === 'received')
      return { lasting: ['dossier'], passing: ['due'] }
    if (step.kind === 'lookUp' && way === 'found') return { passing: ['found'] }
    if (step.kind !== 'decide' || step.rule === undefined) return {}
    // A rule that wants to know more names the field; anything else is its advice.
    if (glossary.has(way)) return { passing: ['because'] }
    return { lasting: ['advice'], passing: Object.keys(advised) }
  }

  function wrongWith(use: Use, id: string, sure: ReadonlySet<string>): string | null {
    if (use.kind !== 'fact') return wrongCall(use, sources)
    const unknown = unknownIn(use.path, shape)
    if (unknown) return unknown
    const [first = '', second = ''] = use.path
    const options = first === 'chosen' ? choices[second] : undefined
    for (const word of use.words) {
      if (first in choices) return `比较选项要写 (eq chosen.${first} '值')，不要比较按钮上的字`
      if (options && !(word in options)) {
        return `“${second}”没有叫“${word}”的选项${nearest(word, Object.keys(options))}`
      }
    }
    if (!use.isDue || sure.has(first) || first === 'chosen') return null
    if (glossary.has(first) && !asked.has(first)) return `这个流程不问“${first}”，没有内容可写`
    return `走到步骤“${id}”时不一定有“${first}”：放到它后面去说，或者写 {{#if ${first}}}…{{/if}}`
  }
}

/** What the news of applications name although it is not there. */
export function checkNews(sources: Sources, problemIn: ProblemIn): Problem[] {
  const templates = Object.keys(sources).filter((name) => name.startsWith('status/'))
  return templates.flatMap((template) =>
    usesIn(template, sources).flatMap((use) => {
      const wrong = use.kind === 'fact' ? unknownIn(use.path, news) : wrongCall(use, sources)
      return wrong ? [problemIn(use.template, use.at, wrong)] : []
    }),
  )
}

function wrongCall({ kind, name }: Exclude<Use, { kind: 'fact' }>, sources: Sources) {
  const all = kind === 'helper' ? callable : Object.keys(sources)
  const what = kind === 'helper' ? '写法' : '模板'
  return all.includes(name) ? null : `没有叫“${name}”的${what}${nearest(name, all)}`
}

function unknownIn(path: readonly string[], shape: Shape): string | null {
  let within: Shape = shape
  for (const name of path) {
    if (within === true) return null
    const next: Shape | undefined = Object.hasOwn(within, name) ? within[name] : undefined
    if (!next) return `没有叫“${name}”的内容${nearest(name, Object.keys(within))}`
    within = next
  }
  return null
}

/** The templates of a step: its sentences, and those that its `template` names. */
function wordsOf({ flow }: Flow, id: string, step: Step, sources: Sources) {
  const own = ['say', 'template', 'why'].map((property) => `flow/${flow}/${id}.${property}`)
  const named = 'template' in step && step.template ? templatesLike(step.template, sources) : []
  return [...own.filter((name) => name in sources), ...named].map((template) => ({
    template,
    isWhy: template.endsWith('.why'),
  }))
}

/** The templates that a name with `{{…}}` in it may come to be. */
function templatesLike(name: string, sources: Sources): string[] {
  const literal = name.split(/\{\{.*?\}\}/).map((part) => RegExp.escape(part))
  const pattern = new RegExp(`^${literal.join('\\w+')}$`)
  return Object.keys(sources).filter((one) => pattern.test(one))
}

/** A question may be said again later; then only what lasts is there, and for reasons what rules found. */
function sureAt(step: Step, { lasting, passing }: Told, isWhy: boolean): string[] {
  if (isWhy) return [...lasting, ...[...passing].filter((name) => name in advised)]
  const isSaidAgain = waits(step) && step.kind !== 'end'
  return isSaidAgain ? [...lasting] : [...lasting, ...passing]
}
