import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin, transform } from 'esbuild'

/** A file that the server offers at `/<name>`. */
export type WidgetFile = { text: string; type: string }

const folder = import.meta.dirname
const target = ['es2020', 'safari15', 'chrome94', 'firefox93']

/** Properties that neither a page nor a message nor the browser's memory has: they may be called anything. */
const ours = new RegExp(
  `^(${[
    ...['askProgress', 'chosen', 'dismiss', 'enlarge', 'fileTooLarge', 'launch'],
    ...['myData', 'newMessages', 'newest', 'nextToken', 'offline', 'photograph'],
    ...['pickFile', 'readDraft', 'renewals', 'renewed', 'restart', 'sockets'],
    ...['spoken', 'subtitle', 'toggleLarge', 'unavailable', 'unread', 'uploading', 'writeDraft'],
    ...['yesterday'],
  ].join('|')})$`,
)

const types = {
  'page.html': 'text/html; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'manifest.webmanifest': 'application/manifest+json',
}

/**
 * Builds the web chat: `widget.js` (the one script that pages embed), `widget.css` (for browsers
 * without constructable style sheets), and the full page with what belongs to it. Text only.
 */
export async function buildWidget(): Promise<Record<string, WidgetFile>> {
  const css = await minifiedCss(join(folder, 'widget.css'))
  const script = await build({
    entryPoints: [join(folder, 'widget.tsx')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target,
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    mangleProps: ours,
    inject: [join(folder, 'jsx.ts')],
    tsconfigRaw: {},
    plugins: [cssAsText],
  })
  const files: Record<string, WidgetFile> = {
    'widget.js': { text: script.outputFiles[0]!.text, type: 'text/javascript; charset=utf-8' },
    'widget.css': { text: css, type: 'text/css; charset=utf-8' },
  }
  for (const [name, type] of Object.entries(types)) {
    files[name] = { text: await readFile(join(folder, name), 'utf8'), type }
  }
  return files
}

const cssAsText: Plugin = {
  name: 'css-as-text',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: await minifiedCss(path),
      loader: 'text',
    }))
  },
}

async function minifiedCss(path: string) {
  const source = await readFile(path, 'utf8')
  const { code } = await transform(source, { loader: 'css', minify: true, target, charset: 'utf8' })
  // A blank that browsers strip again.
  return code.replace(/(--[\w-]+): /g, '$1:')
}
