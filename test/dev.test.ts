import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { isMade, root } from '../src/assets/made.ts'

/** A copy of the project as it is checked out, so that its files can be changed. */
function checkedOut(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-dev-'))
  for (const name of ['src', 'flows', 'templates', 'package.json']) {
    const filter = (path: string) => !isMade(path)
    cpSync(join(root, name), join(folder, name), { recursive: true, filter })
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

test('npm run dev serves, and a change to a flow makes it serve anew, once', async () => {
  const folder = checkedOut()
  const dev = spawn(process.execPath, ['src/dev.ts'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'error' },
  })
  onTestFinished(async () => {
    dev.kill('SIGTERM')
    await once(dev, 'close')
    rmSync(folder, { recursive: true })
  })
  let printed = ''
  dev.stdout.on('data', (chunk) => {
    printed += chunk
  })
  const starts = () => printed.match(/^Chat/gm)?.length ?? 0

  await expect.poll(starts, { timeout: 60_000 }).toBe(1)
  appendFileSync(join(folder, 'flows/handoff.yaml'), '\n# 换一句话\n')
  await expect.poll(starts, { timeout: 60_000 }).toBe(2)
  // Long enough for one build more to be served, if there were one.
  await pause(5000)
  expect(starts()).toBe(2)
})
