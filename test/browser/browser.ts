import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..')
const cache = join(import.meta.dirname, '../../node_modules/.cache')

/**
 * Starts the Chromium that comes inside the npm package `@sparticuz/chromium`: no download, works
 * offline and as root. The caller closes it. Other chromiums are used when `CHROMIUM` names one.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM
  const folder = named ? '' : await unpack()
  const executablePath = named ?? join(folder, 'chromium')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--font-render-hinting=none',
      '--disable-gpu',
      '--disable-dev-shm-usage',
    ],
    // Without a UTF-8 locale it saves no file under a Chinese name.
    env: {
      ...process.env,
      LC_ALL: 'C.UTF-8',
      ...(named ? {} : librariesFor(executablePath, folder)),
    },
  })
}

/** Unpacks once a version into the cache; test files that start at the same time do not see half a file. */
async function unpack(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'))
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const half = mkdtempSync(join(cache, 'unpacking-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = half // the package unpacks into the system's temporary folder, wherever that is
  try {
    await Promise.all(
      ['chromium.br', 'al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br'].map((file) =>
        inflate(join(packed, 'bin', file)),
      ),
    )
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  try {
    renameSync(half, folder)
  } catch {
    rmSync(half, { recursive: true }) // somebody else was first
  }
  return folder
}

/** The package brings the few system libraries a bare machine lacks; they are used only when one is missing. */
function librariesFor(executable: string, folder: string): Record<string, string> {
  try {
    if (!execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found')) return {}
  } catch {}
  return { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_PATH: join(folder, 'fonts') }
}
