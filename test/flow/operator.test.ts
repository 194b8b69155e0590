import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { kinds } from '../../src/answers/kinds.ts'
import { flowSentences } from '../../src/assets/build.ts'
import { createCatalogue } from '../../src/assets/catalogue.ts'
import { checkBraces, checkWords } from '../../src/assets/checkWords.ts'
import { precompile } from '../../src/assets/compile.ts'
import * as built from '../../src/assets/generated.js'
import { knownTo } from '../../src/assets/known.ts'
import { createProblemIn } from '../../src/assets/problemIn.ts'
import { eventAt } from '../../src/conversation/transcript.ts'
import { checkFlow } from '../../src/flow/check.ts'
import { type Problem, readFlow } from '../../src/flow/read.ts'
import type { Flow } from '../../src/flow/schema.ts'
import { takeOn } from '../transcripts.ts'

const handbook = readFileSync(new URL('../../flows/README.md', import.meta.url), 'utf8')
const example = /```yaml\n(flow: mail-papers[\s\S]*?)```/.exec(handbook)![1]!

/** What the build says of a flow, and of its templates, that an operator has just written. */
function check(
  text: string,
  templates: Readonly<Record<string, string>> = {},
): { flow: Flow | null; problems: string[] } {
  const read = readFlow('flows/mail-papers.yaml', text)
  const written = ({ file, line, column, message }: Problem) =>
    `${file === 'flows/mail-papers.yaml' ? '' : `${file}:`}${line}:${column} ${message}`
  if (read.kind === 'problems') return { flow: null, problems: read.problems.map(written) }
  const words = { ...templates, ...flowSentences(read.flow) }
  const sentences = { ...built.templates, ...words }
  const known = knownTo(
    [...built.flows, read.flow],
    new Set(Object.keys(sentences)),
    built.data as never,
  )
  const problemIn = createProblemIn({ [read.flow.flow]: read.problemAt })
  const unread = checkBraces(words, problemIn)
  const problems = [
    ...checkFlow(read.flow, read.problemAt, known),
    ...(unread.length > 0 ? unread : checkWords(read.flow, words, known.fields, problemIn)),
  ]
  return { flow: read.flow, problems: problems.map(written) }
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

test('the handbook names every kind of answer, every effect, every file that is no flow', () => {
  const files = Object.keys(built.data).map((name) => `${name}.yaml`)
  const words = [
    ...Object.keys(kinds),
    ...files,
    'effect: handoff',
    'effect: export',
    'effect: erase',
  ]
  expect(words.filter((word) => !handbook.includes(`\`${word}\``))).toEqual([])
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

const inTheLastWords = (words: string, steps = '') =>
  example.replace('say: 好的，材料会寄到{{contactAddress}}。', `say: '${words}'`).concat(steps)

test.each([
  ['{{contactAdress}}', /没有叫“contactAdress”的内容，是不是想写“contactAddress”/],
  ['{{#if contactAdress}}好{{/if}}', /没有叫“contactAdress”的内容/],
  ['{{dossier.seril}}', /没有叫“seril”的内容，是不是想写“serial”/],
  ['{{#each dossiers}}{{titel}}{{/each}}', /没有叫“titel”的内容，是不是想写“title”/],
  ['{{joyn dossiers "、"}}', /没有叫“joyn”的写法，是不是想写“join”/],
  ['{{> mail-papers/notse}}', /没有叫“mail-papers\/notse”的模板，是不是想写“mail-papers\/notes”/],
  ['{{householdAddress}}', /这个流程不问“householdAddress”/],
  ['{{dossier.serial}}', /走到步骤“done”时不一定有“dossier”/],
  ['{{due}}', /走到步骤“done”时不一定有“due”/],
  ['寄到{{contactAddress', /花括号没有写对/],
  ['{{#if mobile}}好{{/unless}}', /花括号没有写对：{{#if}} 到 {{\/unless}}/],
])('the words “%s” are reported on their line', (words, message) => {
  const { problems } = check(inTheLastWords(words), { 'mail-papers/notes': '好' })
  expect(problems).toEqual([expect.stringMatching(message)])
  expect(problems[0]).toMatch(/^22:10 /)
})

test.each([
  '{{#if dossier}}{{dossier.serial}}{{/if}}',
  '{{#each dossiers}}{{#unless @first}}、{{/unless}}{{serial}}{{/each}}',
  '{{#with dossier}}{{serial}}{{status.stage}}{{/with}}',
  '{{#if (eq whose "妈妈")}}{{whose}}{{/if}}{{today}}{{mobile}}',
])('the words “%s” may be written', (words) => {
  expect(check(inTheLastWords(words)).problems).toEqual([])
})

test('a question may not name what is asked after it', () => {
  const early = example.replace('say: 材料寄到什么地址？', 'say: "{{mobile}}寄到什么地址？"')
  expect(check(early).problems).toEqual([
    expect.stringMatching(/^11:10 走到步骤“contactAddress”时不一定有“mobile”/),
  ])
})

test('nor may a step that some reach without the question', () => {
  const either = example.replace(
    'next: mobile',
    'next: [{ when: { contactAddress: 甲 }, go: mobile }, { go: done }]',
  )
  expect(check(either).problems).toEqual([])
  expect(check(either.replace('材料会寄到', '{{mobile}}')).problems).toEqual([
    expect.stringMatching(/走到步骤“done”时不一定有“mobile”/),
  ])
})

test('a mistake in a template is reported in its file', () => {
  const text = example.replace(
    'say: 好的，材料会寄到{{contactAddress}}。',
    'template: mail-papers/notes',
  )
  const at = (notes: string) =>
    check(text, { 'mail-papers/notes': notes }).problems.filter((one) => !one.includes('的模板'))
  expect(at('好\n寄到{{contactAdress}}')).toEqual([
    expect.stringMatching(/^templates\/mail-papers\/notes\.hbs:2:5 没有叫“contactAdress”/),
  ])
  expect(at('好\n\n寄到{{contactAddress')).toEqual([
    expect.stringMatching(/^templates\/mail-papers\/notes\.hbs:3:1 花括号没有写对/),
  ])
})

test('what is compared with is a choice there is, not the words of its button', () => {
  const asks = example.replace(
    'answer: mobile',
    'answer: choice\n    choices: { fast: 快递, slow: 平信 }',
  )
  const problems = (words: string) => check(asks.replace('材料会寄到', words)).problems
  expect(problems('{{#if (eq chosen.mobile "fast")}}快{{/if}}')).toEqual([])
  expect(problems('{{#if (eq chosen.mobile "fats")}}快{{/if}}')).toEqual([
    expect.stringMatching(/“mobile”没有叫“fats”的选项，是不是想写“fast”/),
  ])
  expect(problems('{{#if (eq mobile "快递")}}快{{/if}}')).toEqual([
    expect.stringMatching(/比较选项要写 \(eq chosen\.mobile '值'\)/),
  ])
})
