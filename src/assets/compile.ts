import Handlebars from 'handlebars'

/** What `render.ts` defines for templates to call. */
const own = ['eq', 'or', 'join', 'json']

/** Everything that templates may call. */
export const callable: readonly string[] = ['if', 'unless', 'each', 'with', ...own]

/**
 * Compiles templates into the text of an object literal, name → compiled template. Pages (`desk/…`,
 * `verify`) escape what they print; chat words do not, since each channel escapes for itself.
 */
export function precompile(templates: Readonly<Record<string, string>>): string {
  const knownHelpers = Object.fromEntries(own.map((name) => [name, true]))
  const entries = Object.entries(templates).map(([name, source]) => {
    const noEscape = !/^(desk\/|verify$)/.test(name)
    const code = Handlebars.precompile(source, { strict: true, noEscape, knownHelpers })
    return `  ${JSON.stringify(name)}: ${code},`
  })
  return `{\n${entries.join('\n')}\n}`
}
