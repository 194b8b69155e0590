import type Handlebars from 'handlebars'
import runtimeModule from 'handlebars/runtime.js'

// The runtime's own typing lacks `create`; at run time it is Handlebars without the compiler.
const runtime = runtimeModule as typeof Handlebars

/** Renders one template. Throws when the template is unknown or asks for a fact that `data` lacks. */
export type Render = (template: string, data: object) => string

/** Makes the renderer of precompiled templates. Every template is also a partial of its own name. */
export function createRender(precompiled: Readonly<Record<string, unknown>>): Render {
  const handlebars = runtime.create()
  handlebars.registerHelper({
    eq: (a: unknown, b: unknown) => a === b,
    or: (a: unknown, b: unknown) => a || b,
    join: (list: readonly unknown[], mark: unknown) =>
      list.join(typeof mark === 'string' ? mark : '、'),
    json: (value: unknown) => new handlebars.SafeString(JSON.stringify(value)),
  })
  const templates = new Map(
    Object.entries(precompiled).map(([name, spec]) => [
      name,
      handlebars.template(spec as TemplateSpecification),
    ]),
  )
  for (const [name, template] of templates) handlebars.registerPartial(name, template)

  return (name, data) => {
    const template = templates.get(name)
    if (!template) throw new Error(`no template is called ${name}`)
    return template(data)
  }
}
