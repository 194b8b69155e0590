import * as v from 'valibot'

const key = v.pipe(
  v.string(),
  v.check(
    (text) => /^[A-Za-z0-9+/]{43}=$/.test(text),
    'must be 32 bytes in base64 (44 characters)',
  ),
)
const url = v.pipe(v.string(), v.url('must be a URL'))
const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))

const Settings = v.object({
  HOST: v.optional(text, '127.0.0.1'),
  PORT: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/, 'must be a port number, 0 to 65535'),
      v.transform(Number),
      v.maxValue(65535, 'must be a port number, 0 to 65535'),
    ),
    '8787',
  ),
  PUBLIC_URL: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^https?:\/\/[^/?#\s]+$/, 'must be an origin, such as https://jiexu.example.gov.cn'),
    ),
  ),
  DATABASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^(sqlite:.+|postgres(ql)?:\/\/.+)$/,
        'must be sqlite:<file>, such as sqlite:data/jiexu.db, or postgres://<user>@<host>/<database>',
      ),
    ),
    'sqlite:data/jiexu.db',
  ),
  DATA_KEY: v.optional(
    v.pipe(
      v.string(),
      v.transform((list) => list.split(',').map((one) => one.trim())),
      v.array(key),
    ),
  ),
  BACKEND: v.optional(
    v.union([v.literal('desk'), url], 'must be desk or the URL of a gateway'),
    'desk',
  ),
  BACKEND_SECRET: v.optional(
    v.pipe(v.string(), v.minLength(16, 'must have at least 16 characters')),
  ),
  DINGTALK_CLIENT_ID: v.optional(text),
  DINGTALK_CLIENT_SECRET: v.optional(text),
  DINGTALK_GATEWAY: v.optional(url, 'https://api.dingtalk.com'),
  DINGTALK_API: v.optional(url),
  DESK_PASSWORD: v.optional(v.pipe(v.string(), v.minLength(8, 'must have at least 8 characters'))),
  REST_TOKEN: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\w.~+/-]{16,}=*$/, 'must have at least 16 letters, digits or - . _ ~ + /'),
    ),
  ),
  WECHATY_PUPPET: v.optional(text),
  WECHAT_APP_ID: v.optional(v.pipe(v.string(), v.regex(/^\w+$/, 'must be an AppID, such as wx…'))),
  WECHAT_APP_SECRET: v.optional(text),
  WECHAT_TOKEN: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{3,32}$/, 'must be 3 to 32 letters and digits')),
  ),
  WECHAT_AES_KEY: v.optional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{43}$/, 'must be 43 letters and digits')),
  ),
  WECHAT_TEMPLATE_ID: v.optional(text),
  WECHAT_API: v.optional(
    v.pipe(
      url,
      v.transform((base) => base.replace(/\/+$/, '')),
    ),
    'https://api.weixin.qq.com',
  ),
  PROXIES: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[0-5]$/, 'must be the number of proxies in front, 0 to 5'),
      v.transform(Number),
    ),
    '0',
  ),
  EMBEDDERS: v.optional(
    v.pipe(
      v.string(),
      v.transform((list) => list.split(',').map((one) => one.trim())),
      v.array(
        v.pipe(
          v.string(),
          v.regex(
            /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i,
            'must be origins such as https://www.example.gov.cn, separated by commas',
          ),
        ),
      ),
    ),
  ),
  METRICS_TOKEN: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\w.~+/-]{16,}=*$/, 'must have at least 16 letters, digits or - . _ ~ + /'),
    ),
  ),
  LOCALE: v.optional(
    v.literal('zh-CN', 'must be zh-CN: there are words in no other language'),
    'zh-CN',
  ),
  LOG_LEVEL: v.optional(
    v.picklist(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    ),
    'info',
  ),
  SECOND_CLERK: v.optional(v.picklist(['on', 'off'], 'must be on or off'), 'off'),
  RATE_LIMIT: v.optional(v.picklist(['on', 'off'], 'must be on or off'), 'on'),
  TODAY: v.optional(v.pipe(v.string(), v.isoDate('must be a date, YYYY-MM-DD'))),
})

export type Config = v.InferOutput<typeof Settings>

export type ReadConfig = { kind: 'config'; config: Config } | { kind: 'bad'; message: string }

/** Reads the settings of the environment, or says in one message what is wrong with each bad one. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ReadConfig {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = v.safeParse(Settings, given)
  const wrong = [
    ...(parsed.issues ?? []).map((issue) => `${issue.path?.[0]?.key}: ${issue.message}`),
    ...togetherWrong({ ...v.getDefaults(Settings), ...given }),
  ]
  if (wrong.length > 0 || !parsed.success) {
    return {
      kind: 'bad',
      message: `Wrong settings:\n${wrong.map((line) => `  ${line}`).join('\n')}`,
    }
  }
  return { kind: 'config', config: parsed.output }
}

/** Whether nobody but this machine reaches a host. */
export const isLocal = (host: string): boolean => ['127.0.0.1', 'localhost', '::1'].includes(host)

/** Where people reach this server: as told, or the address that it listens on. */
export const originOf = ({ PUBLIC_URL, HOST, PORT }: Config): string =>
  PUBLIC_URL ?? `http://${HOST}:${PORT}`

/** What only settings together can be wrong about, told also where one alone is wrong. */
function togetherWrong(given: Readonly<Record<string, string | undefined>>): string[] {
  const { DATA_KEY, DATABASE_URL = '', HOST = '', BACKEND = '', BACKEND_SECRET } = given
  const { DINGTALK_CLIENT_ID, DINGTALK_CLIENT_SECRET } = given
  const wrong = []
  if (!DATA_KEY && !isLocal(HOST)) {
    wrong.push('DATA_KEY: is required on a public HOST; make one with: openssl rand -base64 32')
  } else if (!DATA_KEY && DATABASE_URL.startsWith('postgres')) {
    wrong.push('DATA_KEY: is required with Postgres; make one with: openssl rand -base64 32')
  }
  if (URL.canParse(BACKEND) && !BACKEND_SECRET) {
    wrong.push('BACKEND_SECRET: is required with a gateway as BACKEND')
  }
  const account = ['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_TOKEN'] as const
  if (account.some((name) => given[name])) {
    const missing = account.filter((name) => !given[name])
    wrong.push(...missing.map((name) => `${name}: is required for an official account`))
  }
  if (DINGTALK_CLIENT_ID && !DINGTALK_CLIENT_SECRET) {
    wrong.push('DINGTALK_CLIENT_SECRET: is required with DINGTALK_CLIENT_ID')
  }
  if (DINGTALK_CLIENT_SECRET && !DINGTALK_CLIENT_ID) {
    wrong.push('DINGTALK_CLIENT_ID: is required with DINGTALK_CLIENT_SECRET')
  }
  return wrong
}
