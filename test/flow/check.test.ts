import { describe, expect, test } from 'vitest'
import { checkFlow, type Known } from '../../src/flow/check.ts'
import { readFlow } from '../../src/flow/read.ts'

const known: Known = {
  flows: new Set(['pension-in', 'progress']),
  templates: new Set(['consent']),
  fields: new Set(['name', 'mobile', 'transferKind']),
  answerKinds: new Set(['name', 'mobile', 'choice', 'yesNo']),
  checks: new Set(['notInFuture']),
  cells: new Set(['pension.name']),
  rules: { needTransfer: ['transfer', 'none'] },
  commands: new Set(['why', 'handoff']),
}

/** What an operator is told about a flow file, as `line:column message`. */
function told(text: string): string[] {
  const read = readFlow('flows/x.yaml', text)
  const problems =
    read.kind === 'problems' ? read.problems : checkFlow(read.flow, read.problemAt, known)
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

const flow = (steps: string) => `flow: x
title: 试
start: name
steps:
  name:
    kind: ask
    answer: name
    say: 姓名？
    next: done
${steps}`
/** The flow as a form: a consent and a review before it is sent. */
const form = (consent: string, review: string) =>
  flow(`  done: { kind: confirm, say: 同意吗, ${consent} }
  review: { kind: confirm, ${review} }
  send: { kind: submit, route: platform, next: { received: e, refused: e } }
  e: { kind: end }
`).replaceAll('done', 'consent')
const consent = 'choices: { agree: 同意, no: 不 }, next: { agree: review, no: e }'
const review = 'choices: { confirm: 提交, change: 修改 }, next: { confirm: send }'
const asksKind = (when: string) =>
  flow(`  done: { kind: ask, answer: choice, say: 哪种？, choices: { urban: 城镇, rural: 农村 },
    next: [{ when: ${when}, go: e }, { go: e }] }
  e: { kind: end }
`).replaceAll('done', 'transferKind')
const done = `  done: { kind: end, say: 好 }\n`

describe('an operator is told where and what to mend', () => {
  test('and nothing where nothing is wrong', () => {
    expect(told(flow(done))).toEqual([])
  })

  test.each([
    ['a form', form(consent, review)],
    [
      'a condition',
      asksKind('{ any: [{ transferKind: rural }, { transferKind: { in: [urban] } }] }'),
    ],
  ])('nor in %s', (_, text) => {
    expect(told(text)).toEqual([])
  })

  test.each([
    ['another name than its file', flow(done).replace('flow: x', 'flow: y'), '1:7', '写 flow: x'],
    [
      'a consent that nobody can give',
      form(consent.replaceAll('agree', 'yes'), review),
      '10:',
      '“agree”',
    ],
    [
      'a review that nothing can be changed in',
      form(consent, review.replace(', change: 修改', '')),
      '11:',
      '“change”',
    ],
    ['a value that is no choice', asksKind('{ transferKind: rurall }'), '11:', '“rural”'],
    [
      'such a value inside of others',
      asksKind('{ not: { transferKind: { in: [rurall, urban] } } }'),
      '11:',
      '“rural”',
    ],
    [
      'a word for yes or no',
      asksKind('{ transferKind: yes }').replace(
        'choice, say: 哪种？, choices: { urban: 城镇, rural: 农村 }',
        'yesNo, say: 是吗？',
      ),
      '11:',
      'true',
    ],
    ['a mistyped step', flow(done).replace('next: done', 'next: dome'), '9:11', '“done”'],
    [
      'a mistyped answer kind',
      flow(done).replace('answer: name', 'answer: nane'),
      '7:13',
      '“name”',
    ],
    [
      'a cell that no certificate has',
      flow(done).replace('    next: done', '    cell: pension.nane\n    next: done'),
      '9:11',
      '“pension.name”',
    ],
    ['a mistyped key', flow(done).replace('answer: name', 'anwser: name'), '7:13', '“answer”'],
    ['an unknown kind of step', flow(done).replace('kind: ask', 'kind: question'), '6:11', 'ask'],
    ['a step that nothing leads to', flow(`${done}  lost: { kind: end }\n`), '11:9', '走不到'],
    [
      'a loop without an end',
      flow('  done: { kind: say, say: 好, next: name }\n'),
      '',
      '走不到结尾',
    ],
    [
      'a field that the glossary lacks',
      flow(done).replaceAll('name:', 'nmae:').replace('start: name', 'start: nmae'),
      '',
      '“nmae”',
    ],
    ['a question without words', flow(done).replace('    say: 姓名？\n', ''), '', '缺少“say”'],
    [
      'a template that is not there',
      flow('  done: { kind: end, template: consnet }\n'),
      '10:32',
      '“consent”',
    ],
    [
      'a choice that leads nowhere',
      flow('  done: { kind: end, say: 好, choices: { progres: 查进度 } }\n'),
      '',
      '“progress”',
    ],
    [
      'a condition on the last way out',
      flow(done).replace('next: done', 'next: [{ when: { name: 甲 }, go: done }]'),
      '',
      '无路可走',
    ],
    [
      'a rule whose outcome has no way',
      flow(`${done}`).replace('next: done', 'next: rule') +
        '  rule: { kind: decide, rule: needTransfer, outcomes: { none: done } }\n',
      '',
      '“transfer”',
    ],
    [
      'a form without consent',
      flow(
        '  done: { kind: submit, route: platform, next: { received: e, refused: e } }\n  e: { kind: end }\n',
      ),
      '',
      'consent',
    ],
    ['no YAML at all', 'flow: [x\n', '', '不是正确的 YAML'],
    ['nothing at all', '', '', ''],
  ])('%s', (_, text, place, word) => {
    const problems = told(text)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.join('\n')).toContain(word)
    expect(problems.some((problem) => problem.startsWith(place))).toBe(true)
  })
})
