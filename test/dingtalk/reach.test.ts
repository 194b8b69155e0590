import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Every package and module that is reached from here. */
async function reachedFrom(entry: string): Promise<string> {
  const { metafile } = await build({
    ...{ entryPoints: [`src/channels/dingtalk/${entry}`], bundle: true, write: false },
    ...{ metafile: true, platform: 'node', packages: 'external', format: 'esm' },
    absWorkingDir: `${import.meta.dirname}/../..`,
  })
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports)
  return imported.map(({ path }) => path).join('\n')
}

test('the way over HTTP reaches neither the stream’s client nor anything that only Node has', async () => {
  expect(await reachedFrom('configured.ts')).not.toMatch(/dingtalk-stream|^node:|^ws$|line\.ts/m)
  expect(await reachedFrom('onNode.ts')).toMatch(/dingtalk-stream/)
})
