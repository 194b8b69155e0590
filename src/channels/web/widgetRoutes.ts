import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { WidgetFile } from '../../widget/build.ts'

/** Asked for anew each time, and usable by every site. */
export const widgetHeaders = { 'Cache-Control': 'no-cache', 'Access-Control-Allow-Origin': '*' }

/** The full page at `/` and the files of the widget, which other sites may embed. */
export function widgetRoutes(files: () => Readonly<Record<string, WidgetFile>>): Hono {
  const routes = new Hono()
  routes.use(etag())
  for (const name of Object.keys(files())) {
    routes.get(name === 'page.html' ? '/' : `/${name}`, (context) => {
      const { text, type } = files()[name]!
      return context.body(text, 200, {
        'Content-Type': type,
        ...widgetHeaders,
      })
    })
  }
  return routes
}
