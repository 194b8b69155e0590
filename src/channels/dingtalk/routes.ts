import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { readJson } from '../../readJson.ts'
import { RequestError } from '../../requestError.ts'
import type { Receive } from '../channel.ts'
import type { Hosts } from './hosts.ts'
import { readMessage } from './message.ts'
import { createVerify } from './signature.ts'

type Dependencies = {
  clientId: string
  clientSecret: string
  hosts: Hosts
  receive: Receive
  clock: () => Date
}

const mostBytes = 64 * 1024

/** Says that nothing is answered in this response; what is to be said is sent by itself. */
const silence = { msgtype: 'empty' } as const

/**
 * DingTalk's HTTP mode, where no connection can be held open: the platform posts each message here.
 * What is unsigned, too old, too large or no message changes nothing; a message that was kept before
 * is acknowledged again.
 */
export function dingtalkRoutes(dependencies: Dependencies): Hono {
  const { clientId, clientSecret, hosts, receive, clock } = dependencies
  const verify = createVerify(clientSecret, clock)
  const tooLarge = () => {
    throw new RequestError(413, 'tooLarge', '请求太大了')
  }
  return new Hono().post(
    '/webhooks/dingtalk',
    async (context, next) => {
      const { req } = context
      if (!(await verify(req.header('timestamp'), req.header('sign')))) {
        throw new RequestError(401, 'unsigned', '签名不对，或时间相差太多')
      }
      return next()
    },
    bodyLimit({ maxSize: mostBytes, onError: tooLarge }),
    async (context) => {
      const body = await readJson(context, v.unknown())
      const messages = readMessage(body, { account: clientId, hosts, now: clock() })
      if (!messages) throw new RequestError(400, 'invalid', '这不是一条消息')
      for (const message of messages) await receive(message)
      return context.json(silence)
    },
  )
}
