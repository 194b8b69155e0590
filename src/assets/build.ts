import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { checkFlow } from '../flow/check.ts'
import { type Problem, type ProblemAt, readFlow, readYaml } from '../flow/read.ts'
import { Flow } from '../flow/schema.ts'
import { buildWidget } from '../widget/build.ts'
import { faqSchema, glossarySchema, wishesSchema } from '../wishes/schema.ts'
import { buildFiles } from './buildFiles.ts'
import { buildFont } from './buildFont.ts'
import { checkBraces, checkNews, checkWords } from './checkWords.ts'
import { precompile } from './compile.ts'
import { knownTo } from './known.ts'
import { made, root } from './made.ts'
import { createProblemIn } from './problemIn.ts'

const sentence = v.string('这里要写一句话')
const days = v.pipe(v.number('这里要写天数'), v.integer('天数要写整数'), v.minValue(1, '至少 1 天'))

/** The files that hold data of another shape than a flow. */
const shapes: Readonly<Record<string, v.GenericSchema<unknown, Record<string, unknown>>>> = {
  common: v.objectWithRest({ menu: v.array(v.string()) }, sentence),
  misunderstandings: v.record(v.string(), v.record(v.string(), sentence)),
  glossary: glossarySchema,
  wishes: wishesSchema,
  questions: faqSchema,
  keeping: v.strictObject({ filed: days, unfiled: days, fields: v.record(v.string(), days) }),
}

/**
 * Reads, checks and compiles `flows/` and `templates/` and bundles the widget, all into the one module
 * `generated.js`. Returns what an operator must put right; then nothing is written.
 */
export async function buildAssets(): Promise<Problem[]> {
  const [flowFiles, templates, widget, maps] = await Promise.all([
    readFlowFiles(),
    readTemplates(),
    buildWidget(),
    readCharacterMaps(),
  ])
  const read = Object.entries(flowFiles.flows).map(([file, text]) => readFlow(file, text))
  const problems = [
    ...flowFiles.problems,
    ...read.flatMap((one) => (one.kind === 'problems' ? one.problems : [])),
  ]
  const flows = read.flatMap((one) => (one.kind === 'read' ? [one] : []))

  const words = {
    ...templates,
    ...sentences('common', flowFiles.data.common ?? {}),
    ...sentences('common/misunderstood', flat(flowFiles.data.misunderstandings ?? {})),
    ...Object.assign({}, ...flows.map(({ flow }) => flowSentences(flow))),
  }
  const known = knownTo(
    flows.map(({ flow }) => flow),
    new Set(Object.keys(words)),
    flowFiles.data,
  )
  const problemIn = createProblemIn({
    ...flowFiles.problemAts,
    ...Object.fromEntries(flows.map(({ flow, problemAt }) => [flow.flow, problemAt])),
  })
  for (const { flow, problemAt } of flows) problems.push(...checkFlow(flow, problemAt, known))
  const unread = checkBraces(words, problemIn)
  if (unread.length === 0) {
    for (const { flow } of flows) {
      problems.push(...checkWords(flow, words, known.fields, problemIn))
    }
    problems.push(...checkNews(words, problemIn))
  }
  problems.push(...unread)
  if (problems.length > 0) return oncePerPlace(problems)

  await buildFont(made.font, { specimen: String(flowFiles.data.common?.specimen) })
  await writeFile(made.schema, `${JSON.stringify(toJsonSchema(Flow, { errorMode: 'ignore' }))}\n`)
  await buildFiles(made.files, widget)
  await writeFile(
    made.code,
    [
      '// Made by src/assets/build.ts from flows/, templates/ and src/widget/. Not to be edited.',
      `export const flows = ${asText(flows.map(({ flow }) => flow))}`,
      `export const data = ${asText(flowFiles.data)}`,
      `export const widget = ${asText(widget)}`,
      `export const maps = ${asText(maps)}`,
      `export const templates = ${precompile(words)}`,
      '',
    ].join('\n'),
  )
  return []
}

/** Several flows may use the same template. */
const oncePerPlace = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((one) => [JSON.stringify(one), one])).values(),
]

/** An expression for a value; text that is parsed is read faster than code. */
const asText = (value: unknown) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`

async function readFlowFiles() {
  const names = (await readdir(join(root, 'flows'))).filter((name) => name.endsWith('.yaml')).sort()
  const flows: Record<string, string> = {}
  const maps: Record<string, Record<string, unknown>> = {}
  const problems: Problem[] = []
  const problemAts: Record<string, ProblemAt> = {}
  for (const name of names) {
    const text = await readFile(join(root, 'flows', name), 'utf8')
    const id = name.slice(0, -'.yaml'.length)
    const shape = shapes[id]
    if (!shape) {
      flows[`flows/${name}`] = text
      continue
    }
    const read = readYaml(`flows/${name}`, text, shape)
    if (read.kind === 'problems') problems.push(...read.problems)
    else {
      maps[id] = read.value
      problemAts[id] = read.problemAt
    }
  }
  return { flows, data: maps, problems, problemAts }
}

async function readTemplates(): Promise<Record<string, string>> {
  const folder = join(root, 'templates')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name)
    const id = relative(folder, path).replaceAll('\\', '/').slice(0, -'.hbs'.length)
    return [id, await readFile(path, 'utf8')] as const
  })
  return Object.fromEntries((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** pdf.js's maps for Chinese fonts that a PDF does not bring along, in base64: of some 170, those in use. */
async function readCharacterMaps(): Promise<Record<string, string>> {
  const folder = join(root, 'node_modules/pdfjs-dist/cmaps')
  const wanted =
    /^(?:UniGB-(?:UCS2|UTF16)|GB(?:K|Kp|K2K|pc)?(?:-EUC)?)-[HV]\.bcmap$|^Adobe-GB1-\w+\.bcmap$/
  const names = (await readdir(folder)).filter((name) => wanted.test(name))
  const read = names.map(
    async (name) => [name, await readFile(join(folder, name), 'base64')] as const,
  )
  return Object.fromEntries(await Promise.all(read))
}

/** A map of sentences as templates: `common` and `greeting` make `common/greeting`. */
const sentences = (prefix: string, map: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(map)
      .filter(([, text]) => typeof text === 'string')
      .map(([name, text]) => [`${prefix}/${name}`, String(text)]),
  )

/** `{ period: { end: … } }` as `{ 'period.end': … }`. */
const flat = (map: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(map).flatMap(([kind, reasons]) =>
      Object.entries(reasons as object).map(([reason, text]) => [`${kind}.${reason}`, text]),
    ),
  )

/** The sentences that stand in a flow itself, as templates. */
export function flowSentences({ flow, steps }: Flow): Record<string, string> {
  const properties = ['say', 'template', 'why'] as const
  const entries = Object.entries(steps).flatMap(([id, step]) =>
    properties.flatMap((property) => {
      const text = (step as Partial<Record<typeof property, string>>)[property]
      return text === undefined ? [] : [[`flow/${flow}/${id}.${property}`, text] as const]
    }),
  )
  return Object.fromEntries(entries)
}

if (import.meta.main) {
  const problems = await buildAssets()
  for (const { file, line, column, message } of problems) {
    console.error(`${file}:${line}:${column} ${message}`)
  }
  process.exitCode = problems.length > 0 ? 1 : 0
}
