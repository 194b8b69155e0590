import Handlebars from 'handlebars'

/** Where a template stands: the line and the column of its file, counted from 1. */
export type Spot = { line: number; column: number }

/** What a template names. `path` begins at the facts of the whole template, whatever block it is in. */
export type Use = { template: string; at: Spot } & (
  | {
      kind: 'fact'
      path: readonly string[]
      /** Whether nothing can be said without it: it is printed, and no `{{#if}}` asks for it before. */
      isDue: boolean
      /** The words that it is compared with. */
      words: readonly string[]
    }
  | { kind: 'helper' | 'template'; name: string }
)

type Call = hbs.AST.MustacheStatement | hbs.AST.BlockStatement | hbs.AST.SubExpression
/** Where in the templates we are: within which ones, in which blocks' contexts, after which `{{#if}}`. */
type Inside = {
  within: readonly string[]
  contexts: readonly (readonly string[])[]
  asked: readonly string[]
}

const compared = ['eq', 'or']
const blocks = ['if', 'unless', 'each', 'with']

/** Everything that a template names, those inside it included. Throws where it is not to be read. */
export function usesIn(template: string, sources: Readonly<Record<string, string>>): Use[] {
  const uses: Use[] = []
  open(template, { within: [], contexts: [[]], asked: [] })
  return uses

  function open(name: string, inside: Inside) {
    const within = [...inside.within, name]
    for (const node of Handlebars.parse(sources[name]!).body) visit(node, { ...inside, within })
  }

  // The types of Handlebars leave open which kind of node one is; its `type` tells.
  function visit(node: hbs.AST.Statement, inside: Inside) {
    if (node.type === 'MustacheStatement') call(node as hbs.AST.MustacheStatement, inside)
    if (node.type === 'PartialStatement') partial(node as hbs.AST.PartialStatement, inside)
    if (node.type === 'BlockStatement') block(node as hbs.AST.BlockStatement, inside)
  }

  function block(node: hbs.AST.BlockStatement, inside: Inside) {
    call(node, inside)
    const [param] = node.params
    const path =
      param?.type === 'PathExpression' ? pathOf(param as hbs.AST.PathExpression, inside) : null
    const name = nameOf(node)
    const moves = name === 'each' || name === 'with'
    const within = {
      ...inside,
      ...(path && name !== 'unless' && { asked: [...inside.asked, path.join('.')] }),
      ...(path && moves && { contexts: [...inside.contexts, path] }),
    }
    for (const one of node.program?.body ?? []) visit(one, within)
    for (const one of node.inverse?.body ?? []) visit(one, inside)
  }

  function partial(node: hbs.AST.PartialStatement, inside: Inside) {
    const name = (node.name as hbs.AST.PathExpression).original
    uses.push({ kind: 'template', name, ...spotOf(node, inside) })
    const [param] = node.params
    if (param) fact(param, inside, false)
    if (!(name in sources) || inside.within.includes(name)) return
    const path = param && pathOf(param as hbs.AST.PathExpression, inside)
    open(name, { ...inside, ...(path && { contexts: [path] }) })
  }

  function call(node: Call, inside: Inside): void {
    const name = nameOf(node)
    const isCall = node.params.length > 0 || node.type !== 'MustacheStatement'
    if (!isCall) return fact(node.path as hbs.AST.Expression, inside, true)
    uses.push({ kind: 'helper', name, ...spotOf(node, inside) })
    const words = node.params
      .filter((param) => param.type === 'StringLiteral')
      .map((param) => (param as hbs.AST.StringLiteral).value)
    const isDue = !compared.includes(name) && !blocks.includes(name)
    for (const param of node.params) fact(param, inside, isDue, name === 'eq' ? words : [])
  }

  function fact(
    node: hbs.AST.Expression,
    inside: Inside,
    isDue: boolean,
    words: string[] = [],
  ): void {
    if (node.type === 'SubExpression') return call(node as hbs.AST.SubExpression, inside)
    if (node.type !== 'PathExpression') return
    const path = pathOf(node as hbs.AST.PathExpression, inside)
    if (!path || path.length === 0) return
    const isAsked = path.some((_, end) => inside.asked.includes(path.slice(0, end + 1).join('.')))
    uses.push({ kind: 'fact', path, isDue: isDue && !isAsked, words, ...spotOf(node, inside) })
  }
}

/** The whole path of a name, or null where it is no fact but something of the block, such as `@first`. */
function pathOf({ data, depth, parts }: hbs.AST.PathExpression, { contexts }: Inside) {
  return data ? null : [...(contexts.at(-1 - depth) ?? []), ...(parts as string[])]
}

const nameOf = ({ path }: Call) => (path as hbs.AST.PathExpression).original
const spotOf = ({ loc }: hbs.AST.Node, { within }: Inside) => ({
  template: within.at(-1)!,
  at: { line: loc.start.line, column: loc.start.column + 1 },
})
