import Handlebars from 'handlebars'

/** Helpers that templates may call; `render.ts` defines them. */
export const helpers = ['eq', 'or', 'join', 'json'] as const

/**
 * Compiles templates into the text of an object literal, name → compiled template. Pages (`desk/…`,
 * `verify`) escape what they print; chat words do not, since each channel escapes for itself.
 */
export function precompile(templates: Readonly<Record<string, string>>): string {
  const knownHelpers = Object.fromEntries(helpers.map((name) => [name, true]))
  const entries = Object.entries(templates).map(([name, source]) => {
    const noEscape = !/^(desk\/|verify$)/.test(name)
    try {
      const code = Handlebars.precompile(source, { strict: true, noEscape, knownHelpers })
      return `  ${JSON.stringify(name)}: ${code},`
    } catch (error) {
      throw new Error(`templates/${name}.hbs ${(error as Error).message}`)
    }
  })
  return `{\n${entries.join('\n')}\n}`
}
