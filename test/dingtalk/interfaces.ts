import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { clientId, clientSecret, type Got, type PlatformOptions, random } from './platform.ts'

type Session = { to: string; endsAt: number }
type Stored = { name: string; bytes: Uint8Array<ArrayBuffer> }
type Refusal = { errcode: number; errmsg: string }

/** What a robot calls: tokens, session webhooks, messages to a person, files in and out. */
export function openInterfaces(
  app: Hono<{ Bindings: HttpBindings }>,
  options: PlatformOptions,
  base: () => string,
) {
  const got: Got[] = []
  const tokens = new Map<string, number>()
  const sessions = new Map<string, Session>()
  const uploads = new Map<string, Stored>()
  const files = new Map<string, Stored>()
  const sent = new Map<string, number[]>()
  const invalid = new Set<string>()
  const slowed = new Set<string>()
  const isGood = (token: string | undefined) => (tokens.get(token ?? '') ?? 0) > Date.now()

  const refusal = (status: number, code: string) =>
    Response.json({ code, message: '请求被拒绝', requestid: random() }, { status })

  function tooFast(conversation: string): boolean {
    const recent = (sent.get(conversation) ?? []).filter((at) => Date.now() - at < 60_000)
    if (recent.length >= options.perMinute) return true
    sent.set(conversation, [...recent, Date.now()])
    return false
  }

  app.post('/v1.0/oauth2/accessToken', async (context) => {
    const { appKey, appSecret } = await context.req.json()
    if (appKey !== clientId || appSecret !== clientSecret) {
      return refusal(400, 'invalidClientIdOrSecret')
    }
    const accessToken = random()
    tokens.set(accessToken, Date.now() + options.tokenSeconds * 1000)
    return context.json({ accessToken, expireIn: options.tokenSeconds })
  })

  app.post('/robot/sendBySession', async (context) => {
    const session = sessions.get(context.req.query('session') ?? '')
    const no = (errcode: number, errmsg: string) => context.json<Refusal>({ errcode, errmsg })
    if (!session || session.endsAt < Date.now()) return no(300001, 'session 不存在')
    if (tooFast(session.to)) return no(130101, 'send too fast, exceed 20 times per minute')
    const body = await context.req.json()
    if (body.msgtype === 'markdown') {
      const message = textOf(body.markdown)
      if (!message) return no(400105, 'markdown without title or text')
      got.push({ to: session.to, by: 'session', ...message })
    } else if (body.msgtype === 'actionCard') {
      const { btns = [], ...card } = body.actionCard
      const message = textOf(card)
      if (!message || btns.length === 0) return no(400105, 'card without title, text or buttons')
      const buttons = btns.map(buttonOf)
      got.push({ to: session.to, by: 'session', ...message, buttons })
    } else {
      return no(401102, `miss param : ${body.msgtype}`)
    }
    return context.json({ errcode: 0, errmsg: 'ok' })
  })

  app.post('/media/upload', async (context) => {
    const no = (errcode: number, errmsg: string) => context.json<Refusal>({ errcode, errmsg })
    if (!isGood(context.req.query('access_token'))) return no(40014, '不合法的access_token')
    const form = await context.req.formData()
    const media = form.get('media')
    if (!(media instanceof File)) return no(40035, 'no media')
    const allowed = form.get('type') === 'image' ? /\.(jpe?g|gif|png|bmp)$/ : documents
    if (!allowed.test(media.name)) return no(40004, '不合法的媒体文件类型')
    const mediaId = `@lAD${random()}`
    uploads.set(mediaId, { name: media.name, bytes: new Uint8Array(await media.arrayBuffer()) })
    return context.json({ errcode: 0, errmsg: 'ok', media_id: mediaId, created_at: Date.now() })
  })

  app.get('/files/:code', (context) => {
    const file = files.get(context.req.param('code'))
    return file ? context.body(file.bytes) : context.notFound()
  })

  app.use('/v1.0/robot/*', async (context, next) =>
    isGood(context.req.header('x-acs-dingtalk-access-token'))
      ? next()
      : refusal(401, 'InvalidAuthentication'),
  )

  app.post('/v1.0/robot/messageFiles/download', async (context) => {
    const { downloadCode, robotCode } = await context.req.json()
    if (robotCode !== clientId) return refusal(404, 'resource.not.found')
    if (!files.has(downloadCode)) return refusal(400, 'invalidParameter.downloadCode')
    return context.json({ downloadUrl: `${base()}/files/${downloadCode}` })
  })

  app.post('/v1.0/robot/oToMessages/batchSend', async (context) => {
    const { robotCode, userIds, msgKey, msgParam } = await context.req.json()
    if (robotCode !== clientId) return refusal(404, 'resource.not.found')
    if (typeof msgParam !== 'string' || Buffer.byteLength(msgParam) > 15_000) {
      return refusal(400, 'invalidParameter.msgParam')
    }
    if (!Array.isArray(userIds) || userIds.length === 0 || userIds.length > 20) {
      return refusal(400, 'invalidParameter.userIds')
    }
    const [to] = userIds as [string]
    const lists = {
      invalidStaffIdList: invalid.has(to) ? [to] : [],
      flowControlledStaffIdList: slowed.has(to) ? [to] : [],
    }
    if (!invalid.has(to) && !slowed.has(to)) {
      const message = robotMessage(msgKey, JSON.parse(msgParam))
      if (!message) return refusal(400, 'invalidParameter.msgParam')
      got.push({ to, by: 'robot', ...message })
    }
    return context.json({ processQueryKey: random(), ...lists })
  })

  function textOf({ title, text }: Record<string, unknown>): Omit<Got, 'to' | 'by'> | null {
    if (typeof title !== 'string' || !title || typeof text !== 'string' || !text) return null
    const [, alt, mediaId] = /^!\[([^\]]*)\]\((@\w+)\)$/.exec(text) ?? []
    const picture = mediaId && uploads.get(mediaId)
    if (picture) return { kind: 'picture', title, text: alt!, buttons: [], bytes: picture.bytes }
    const [image, above] = /^!\[[^\]]*\]\((@\w+)\)\n\n/.exec(text) ?? []
    const shown = above && uploads.get(above)
    if (above && !shown) return null
    const words = {
      kind: 'text' as const,
      title,
      text: text.slice(image?.length ?? 0),
      buttons: [],
    }
    return { ...words, ...(shown && { bytes: shown.bytes }) }
  }

  function robotMessage(
    msgKey: string,
    param: Record<string, string>,
  ): Omit<Got, 'to' | 'by'> | null {
    if (msgKey === 'sampleMarkdown') return textOf(param)
    if (msgKey === 'sampleImageMsg') {
      const picture = uploads.get(param.photoURL ?? '')
      if (!picture) return null
      return { kind: 'picture', title: '', text: picture.name, buttons: [], bytes: picture.bytes }
    }
    if (msgKey === 'sampleFile') {
      const file = uploads.get(param.mediaId ?? '')
      if (!file || !param.fileName || !param.fileType) return null
      return { kind: 'file', title: '', text: param.fileName, buttons: [], bytes: file.bytes }
    }
    const card = /^sampleActionCard([2-5]?)$/.exec(msgKey)
    const message = card && textOf(param)
    if (!card || !message) return null
    const { singleTitle, singleURL } = param
    const buttons = card[1]
      ? Array.from({ length: Number(card[1]) }, (_, index) => ({
          title: param[`actionTitle${index + 1}`]!,
          actionURL: param[`actionURL${index + 1}`]!,
        }))
      : [{ title: singleTitle!, actionURL: singleURL! }]
    return { ...message, buttons: buttons.map(buttonOf) }
  }

  return {
    /** Everything that people got, in order. */
    got,
    tokens,
    /** Ids that the platform does not know. */
    invalid,
    /** People for whom it has been too much. */
    slowed,
    /** Opens a session webhook for whoever has just written. */
    webhook(to: string, endsAt: number): string {
      const session = random()
      sessions.set(session, { to, endsAt })
      return `${base()}/robot/sendBySession?session=${session}`
    },
    /** The platform forgets every session before its time. */
    forgetSessions: () => sessions.clear(),
    /** Keeps a file that a person sends; gives its code. */
    keepFile(name: string, bytes: Uint8Array<ArrayBuffer>): string {
      const code = random()
      files.set(code, { name, bytes })
      return code
    },
  }
}

const documents = /\.(docx?|xlsx?|pptx?|zip|pdf|rar)$/

/** A client opens such a link only where its host is in lower case. */
function buttonOf({ title, actionURL }: { title: string; actionURL: string }) {
  const [, content] =
    /^dtmd:\/\/dingtalkclient\/sendMessage\?content=([^&]+)$/.exec(actionURL) ?? []
  return { label: title, says: content === undefined ? '' : decodeURIComponent(content) }
}
