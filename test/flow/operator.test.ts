import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { flowSentences } from '../../src/assets/build.ts'
import { createCatalogue } from '../../src/assets/catalogue.ts'
import { precompile } from '../../src/assets/compile.ts'
import * as built from '../../src/assets/generated.js'
import { knownTo } from '../../src/assets/known.ts'
import { eventAt } from '../../src/conversation/transcript.ts'
import { checkFlow } from '../../src/flow/check.ts'
import { type Problem, readFlow } from '../../src/flow/read.ts'
import type { Flow } from '../../src/flow/schema.ts'
import { takeOn } from '../transcripts.ts'

const handbook = readFileSync(new URL('../../flows/README.md', import.meta.url), 'utf8')
const example = /```yaml\n(flow: mail-papers[\s\S]*?)```/.exec(handbook)![1]!

/** What the build says of a flow that an operator has just written. */
function check(text: string): { flow: Flow | null; problems: string[] } {
  const read = readFlow('flows/new.yaml', text)
  const written = ({ line, column, message }: Problem) => `${line}:${column} ${message}`
  if (read.kind === 'problems') return { flow: null, problems: read.problems.map(written) }
  const sentences = { ...built.templates, ...flowSentences(read.flow) }
  const known = knownTo(
    [...built.flows, read.flow],
    new Set(Object.keys(sentences)),
    built.data as never,
  )
  return { flow: read.flow, problems: checkFlow(read.flow, read.problemAt, known).map(written) }
}

test("the handbook's smallest flow is right, is recognised by its own words, and comes to its end", async () => {
  const { flow, problems } = check(example)
  expect(problems).toEqual([])
  const compiled = runInNewContext(`(${precompile(flowSentences(flow!))})`) as object
  const catalogue = createCatalogue({
    ...built,
    flows: [...built.flows, flow!],
    templates: { ...built.templates, ...compiled },
  })
  expect(catalogue.menu).toContainEqual({ value: 'mail-papers', label: '把材料寄给我' })
  const take = takeOn(catalogue)
  let number = 0
  const say = (text: string) => take(eventAt({ kind: 'said', text }, number++, '2026-11-23'))
  expect((await say('麻烦把材料寄给我吧')).state.stack.at(-1)?.flow).toBe('mail-papers')
  await say('北京市朝阳区建国路1号')
  const { state, effects } = await say('跳过')
  expect(state.stack.at(-1)?.step).toBe('done')
  expect(JSON.stringify(effects)).toContain('材料会寄到')
})

test.each([
  ['kind: ask', 'kind: aks', /kind 要写 ask/],
  ['next: mobile', 'next: moblie', /没有叫“moblie”的步骤，是不是想写“mobile”/],
  ['answer: address', 'answer: adress', /没有叫“adress”的回答类型，是不是想写“address”/],
  ['  contactAddress:', '  contactAdress:', /contactAdress/],
  ['    optional: true', '    optinal: true', /不认识“optinal”，是不是想写“optional”/],
  ['    next: done', '    next: mobile', /走不到/],
  ['title: 邮寄材料', 'title: [', /不是正确的 YAML/],
  ['start: contactAddress', 'strat: contactAddress', /start/],
])('“%s” written as “%s” is reported on its line', (right, wrong, message) => {
  const { problems } = check(example.replace(right, wrong))
  expect(problems.join('\n')).toMatch(message)
  for (const problem of problems) expect(problem).toMatch(/^\d+:\d+ /)
})
