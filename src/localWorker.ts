import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { getPlatformProxy, unstable_readConfig } from 'wrangler'
import { toBase64 } from './base64.ts'
import { readConfig } from './config.ts'
import { type Env, open } from './workerApp.ts'

/** Runs the worker in workerd on this machine, offline, with all that it keeps in one folder. */
const folder = 'data/worker'
const secretsFile = `${folder}/secrets.env`
const read = readConfig(process.env)
if (read.kind === 'bad') {
  console.error(read.message)
  process.exit(1)
}
const { PORT: port } = read.config
const address = `http://127.0.0.1:${port}`

// Nothing is asked of Cloudflare, told to it, or of whoever sits at the terminal.
Object.assign(process.env, {
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
})

/** What a deployment gets by `wrangler secret put`; made here once. */
async function secrets(): Promise<Record<string, string>> {
  const kept = await readFile(secretsFile, 'utf8').catch(() => null)
  const text = kept ?? `DATA_KEY=${toBase64(crypto.getRandomValues(new Uint8Array(32)))}\n`
  if (kept === null) {
    await mkdir(folder, { recursive: true })
    await writeFile(secretsFile, text, { mode: 0o600 })
  }
  const lines = text.split('\n').filter((line) => line.includes('='))
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)))
}

/** The first clerk's way in, made in the database before the worker begins. */
async function firstSignIn(given: Record<string, string>) {
  const { name, compatibility_date, d1_databases } = unstable_readConfig({
    config: 'wrangler.toml',
  })
  const configPath = `${folder}/database.json`
  await writeFile(configPath, JSON.stringify({ name, compatibility_date, d1_databases }))
  const persist = { path: `${folder}/v3` }
  const { env, dispose } = await getPlatformProxy({ configPath, persist, remoteBindings: false })
  try {
    // The pages of chats are not needed for this.
    const bindings = { ...env, ...given, PUBLIC_URL: address } as unknown as Env
    const { desk } = await open(bindings, { waitUntil() {} })
    return await desk.firstSignIn()
  } finally {
    await dispose()
  }
}

const signIn = await firstSignIn(await secrets())
const options = {
  ip: '127.0.0.1',
  port: String(port),
  'inspector-port': '0',
  'persist-to': folder,
  'env-file': secretsFile,
  var: `PUBLIC_URL:${address}`,
  'log-level': 'error',
}
const worker = spawn(
  'wrangler',
  ['dev', '--local', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
const ended = once(worker, 'exit')
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => worker.kill(signal))

/** Rounds come every second here, where Cloudflare has one a minute. */
const rounds = setInterval(() => {
  fetch(`${address}/cdn-cgi/local/scheduled`).catch(() => {})
}, 1000)

while (worker.exitCode === null) {
  const up = await fetch(`${address}/healthz`).catch(() => null)
  if (up?.ok) break
  await new Promise((resolve) => setTimeout(resolve, 200))
}
if (worker.exitCode === null) {
  const lines = [`Chat  ${address}/`, `Desk  ${address}${signIn.link}  (signs in once)`]
  if (signIn.password) lines.push(`      password, shown only this once: ${signIn.password}`)
  console.log(lines.join('\n'))
}
const [code] = await ended
clearInterval(rounds)
process.exitCode = code ?? 0
