import { isBuiltin } from 'node:module'
import { build } from 'esbuild'

/** The worker as one file for workerd, made as wrangler makes it; what it reaches, and what it leaves outside. */
export async function bundleWorker(entry: string) {
  const outside: string[] = []
  const { metafile, outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, metafile: true, minify: true },
    ...{ format: 'esm', platform: 'browser', conditions: ['workerd', 'worker', 'browser'] },
    ...{ mainFields: ['browser', 'module', 'main'], legalComments: 'none', logLevel: 'silent' },
    outdir: 'out',
    plugins: [
      {
        name: 'outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path }) => {
            if (!isBuiltin(path)) return
            outside.push(path)
            return { path, external: true }
          })
        },
      },
    ],
  })
  return { inputs: Object.keys(metafile.inputs), outside, text: outputFiles[0]!.text, metafile }
}
