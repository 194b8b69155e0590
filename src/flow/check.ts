import { testsOf } from './condition.ts'
import { links, linksOf, reachable } from './links.ts'
import { nearest } from './nearest.ts'
import type { Problem, ProblemAt } from './read.ts'
import type { Flow, Step } from './schema.ts'

/** What a flow may refer to. */
export type Known = {
  flows: ReadonlySet<string>
  templates: ReadonlySet<string>
  /** The fields of the glossary. */
  fields: ReadonlySet<string>
  answerKinds: ReadonlySet<string>
  checks: ReadonlySet<string>
  /** The cells of the paper certificates, such as `pension.name`. */
  cells: ReadonlySet<string>
  /** Rule name → the outcomes that it can name. */
  rules: Readonly<Record<string, readonly string[]>>
  commands: ReadonlySet<string>
}

/** What a flow that submits must ask, and the choices that it must give there. */
const ofEveryForm = { consent: ['agree'], review: ['confirm', 'change'] }

/** Everything that would go wrong with a flow while somebody talks to it. */
export function checkFlow(flow: Flow, problemAt: ProblemAt, known: Known): Problem[] {
  const ids = new Set(Object.keys(flow.steps))
  const problems: Problem[] = []
  const report = (path: readonly PropertyKey[], message: string) =>
    problems.push(problemAt(path, message))
  const demand = (path: PropertyKey[], word: string, among: Iterable<string>, what: string) => {
    const all = new Set(among)
    if (!all.has(word)) report(path, `没有叫“${word}”的${what}${nearest(word, all)}`)
  }

  for (const { to, path } of links(flow)) demand([...path], to, ids, '步骤')
  const reached = reachable(flow, flow.start)
  const alive = stepsThatEnd(flow)
  for (const [id, step] of Object.entries(flow.steps)) {
    if (!reached.has(id)) report(['steps', id], `步骤“${id}”从开头走不到`)
    else if (!alive.has(id)) report(['steps', id], `步骤“${id}”走不到结尾`)
    checkStep(id, step)
  }
  for (const [old, now] of Object.entries(flow.renamed ?? {})) {
    demand(['renamed', old], now, ids, '步骤')
  }
  checkForm()
  return problems

  function checkStep(id: string, step: Step) {
    const at = (...path: PropertyKey[]) => ['steps', id, ...path]
    if ('template' in step && step.template && !step.template.includes('{{')) {
      demand(at('template'), step.template, known.templates, '模板')
    }
    for (const link of linksOf(id, step)) {
      for (const { field, values } of link.when ? testsOf(link.when) : []) {
        demand([...link.path], field, known.fields, '字段')
        for (const value of values) demandValue([...link.path], field, value)
      }
    }
    switch (step.kind) {
      case 'ask':
        demand(at(), id, known.fields, '字段（词汇表 glossary.yaml）')
        demand(at('answer'), step.answer, known.answerKinds, '回答类型')
        if (!step.say && !step.template) report(at(), '缺少“say”')
        if (step.answer === 'choice' && !step.choices) report(at(), '选择题要写“choices”')
        if (step.cell) demand(at('cell'), step.cell, known.cells, '凭证上的格子')
        for (const [index, check] of (step.check ?? []).entries()) {
          demand(at('check', index), check, known.checks, '核对')
        }
        demandWayOut(step.next, at('next'))
        break
      case 'say':
        if (!step.say && !step.template) report(at(), '缺少“say”')
        demandWayOut(step.next, at('next'))
        break
      case 'confirm':
        if (!step.say && !step.template && id !== 'review') report(at(), '缺少“say”')
        for (const choice of Object.keys(step.choices)) {
          demand(at('choices', choice), choice, [...Object.keys(step.next), 'change'], '去处')
        }
        break
      case 'decide':
        if (step.rule === undefined) demandWayOut(step.next, at('next'))
        else if (!(step.rule in known.rules)) {
          demand(at('rule'), step.rule, Object.keys(known.rules), '规则')
        } else {
          for (const outcome of known.rules[step.rule] ?? []) {
            if (!step.outcomes?.[outcome]) report(at(), `规则的结果“${outcome}”没有去处`)
          }
        }
        break
      case 'call':
        demand(at('flow'), step.flow, known.flows, '流程')
        break
      case 'end':
        for (const choice of Object.keys(step.choices ?? {})) {
          demand(at('choices', choice), choice, [...known.flows, ...known.commands], '流程或命令')
        }
    }
  }

  function demandWayOut(next: Step extends { next: infer N } ? N : unknown, path: PropertyKey[]) {
    const last = Array.isArray(next) ? next.at(-1) : undefined
    if (last?.when) report(path, '最后一个去处不能带条件，否则可能无路可走')
  }

  /** A condition with a value that the question cannot have would never hold. */
  function demandValue(path: PropertyKey[], field: string, value: string | number | boolean) {
    const step = flow.steps[field]
    if (step?.kind !== 'ask') return
    if (step.answer === 'choice') {
      demand(path, String(value), Object.keys(step.choices ?? {}), `选项（${field}）`)
    }
    if (step.answer === 'yesNo' && typeof value !== 'boolean') {
      report(path, `“${field}”问的是是或不是，要写 true 或 false`)
    }
  }

  function checkForm() {
    const submits = Object.values(flow.steps).some((step) => step.kind === 'submit')
    if (!submits) return
    for (const [id, choices] of Object.entries(ofEveryForm)) {
      const step = flow.steps[id]
      if (step?.kind !== 'confirm') {
        report(['steps'], `要提交申请的流程必须有 confirm 步骤“${id}”`)
        continue
      }
      for (const choice of choices) {
        if (choice in step.choices) continue
        report(['steps', id, 'choices'], `步骤“${id}”的选项里必须有“${choice}”`)
      }
    }
  }
}

/** The steps from which an end can be reached. */
function stepsThatEnd(flow: Flow): Set<string> {
  const alive = new Set<string>()
  for (let before = -1; before !== alive.size; ) {
    before = alive.size
    for (const [id, step] of Object.entries(flow.steps)) {
      const ends = step.kind === 'end' || linksOf(id, step).some((link) => alive.has(link.to))
      if (ends) alive.add(id)
    }
  }
  return alive
}
