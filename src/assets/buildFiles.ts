import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { widgetHeaders } from '../channels/web/widgetRoutes.ts'
import { fontPath } from '../documents/nodeFont.ts'
import type { WidgetFile } from '../widget/build.ts'

/**
 * Writes what lies beside the worker as files: the widget, but for its page, whose headers depend on
 * the settings, and the font of documents, which is too large to be part of the code.
 */
export async function buildFiles(
  target: string,
  widget: Readonly<Record<string, WidgetFile>>,
): Promise<void> {
  await mkdir(target, { recursive: true })
  const { 'page.html': _, ...files } = widget
  const headers = { ...widgetHeaders, 'X-Content-Type-Options': 'nosniff' }
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)
  await writeFile(join(target, '_headers'), `/*\n${lines.join('\n')}\n`)
  for (const [name, { text }] of Object.entries(files)) await writeFile(join(target, name), text)
  await copyFile(fontPath, join(target, 'font.ttf'))
}
