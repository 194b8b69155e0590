import * as v from 'valibot'
import { isNode, LineCounter, type Node, parseDocument } from 'yaml'
import { nearest } from './nearest.ts'
import { Flow } from './schema.ts'

/** Something an operator must put right, and where. */
export type Problem = { file: string; line: number; column: number; message: string }

/** Says where in the file a path of keys stands, as a problem with that message. */
export type ProblemAt = (path: readonly PropertyKey[], message: string) => Problem

export type ReadFlow =
  | { kind: 'read'; flow: Flow; problemAt: ProblemAt }
  | { kind: 'problems'; problems: Problem[] }

/** Reads one flow file. Never throws: every mistake comes back as a problem on its line. */
export function readFlow(file: string, text: string): ReadFlow {
  const read = readYaml(file, text, Flow)
  if (read.kind === 'problems') return read
  const { value: flow, problemAt } = read
  const name = file.replace(/^.*\/|\.yaml$/g, '')
  if (flow.flow === name) return { kind: 'read', flow, problemAt }
  const message = `流程名要和文件名一样：写 flow: ${name}，或者把文件改名为 ${flow.flow}.yaml`
  return { kind: 'problems', problems: [problemAt(['flow'], message)] }
}

export type ReadYaml<Value> =
  | { kind: 'read'; value: Value; problemAt: ProblemAt }
  | { kind: 'problems'; problems: Problem[] }

/** Reads a YAML file against a schema. Never throws: every mistake comes back as a problem on its line. */
export function readYaml<Schema extends v.GenericSchema>(
  file: string,
  text: string,
  schema: Schema,
): ReadYaml<v.InferOutput<Schema>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })

  const problem = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col, message }
  }
  const problemAt: ProblemAt = (path, message) => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as Node | undefined
      if (isNode(node) && node.range) return problem(node.range[0], message)
    }
    return problem(0, message)
  }

  if (document.errors.length > 0) {
    const problems = document.errors.map((error) =>
      problem(error.pos[0], `不是正确的 YAML：${error.message.split('\n')[0]}`),
    )
    return { kind: 'problems', problems }
  }
  const parsed = v.safeParse(schema, document.toJS())
  if (!parsed.success) {
    const problems = parsed.issues.map((issue) => {
      const path = (issue.path ?? []).map((item) => item.key as PropertyKey)
      return problemAt(path, explain(issue, path))
    })
    return { kind: 'problems', problems }
  }
  return { kind: 'read', value: parsed.output, problemAt }
}

const stepKeys = [
  ...['kind', 'say', 'template', 'answer', 'choices', 'example', 'help', 'why', 'cell', 'check'],
  ...[
    'optional',
    'next',
    'rule',
    'outcomes',
    'typed',
    'remember',
    'level',
    'route',
    'until',
    'flow',
    'when',
    'go',
  ],
  ...['title', 'menu', 'wishes', 'start', 'steps', 'renamed'],
]

function explain(issue: v.BaseIssue<unknown>, path: readonly PropertyKey[]): string {
  const key = String(path.at(-1) ?? '')
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `不认识“${key}”${nearest(key, stepKeys)}`
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `缺少“${key}”`
  return issue.message
}
