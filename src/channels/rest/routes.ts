import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { Catalogue } from '../../conversation/catalogue.ts'
import type { Effect, Saying } from '../../conversation/effect.ts'
import { type Event, isFromPerson } from '../../conversation/event.ts'
import type { Inbox } from '../../inbox/inbox.ts'
import { readJson } from '../../readJson.ts'
import { RequestError } from '../../requestError.ts'
import type { Store } from '../../store/store.ts'
import { isStorable, longestText } from '../web/body.ts'
import { viewOf } from '../web/view.ts'

export type RestDependencies = {
  token: string
  store: Store
  inbox: Inbox
  catalogue: () => Catalogue
  stamp: () => Pick<Event, 'at' | 'today'>
  /** Where people reach the server; as it was asked, where nobody told. */
  origin: string | undefined
}

const Message = v.object(
  {
    sender: v.pipe(
      v.string('sender 要写成文字'),
      v.minLength(1, 'sender 不能空着'),
      v.maxLength(100, 'sender 最多 100 个字符'),
      v.check(isStorable, 'sender 里有不能保存的字符'),
    ),
    message: v.pipe(
      v.string('message 要写成文字'),
      v.maxLength(longestText, `message 最多 ${longestText} 个字`),
    ),
    metadata: v.nullish(
      v.looseObject(
        {
          id: v.optional(
            v.pipe(
              v.string('metadata.id 要写成文字'),
              v.minLength(1, 'metadata.id 不能空着'),
              v.maxLength(100, 'metadata.id 最多 100 个字符'),
            ),
          ),
        },
        'metadata 要写成一个对象，例如 { "id": "m1" }',
      ),
    ),
  },
  '请求体要写成一个对象',
)

/** How far back an answer looks for updates that came without having been asked for. */
const mostUpdates = 20

/** The REST channel, in the shape that Rasa's clients speak; to be mounted where a token is set. */
export function restRoutes(dependencies: RestDependencies): Hono {
  const { token, store, inbox, catalogue, stamp, origin } = dependencies
  const routes = new Hono()
  const refuse = () => {
    throw new RequestError(413, 'tooLarge', '请求太大了')
  }
  const own = '/webhooks/rest/*'
  routes.use(own, bodyLimit({ maxSize: 64 * 1024, onError: refuse }))
  routes.use(own, bearerAuth({ token }))

  routes.post('/webhooks/rest/webhook', async (context) => {
    const { sender, message, metadata } = await readJson(context, Message)
    const conversation = await conversationOf(sender)
    const { seq } = await inbox.receive(conversation, {
      ...{ kind: 'said', text: message },
      ...stamp(),
      id: eventId(conversation, metadata?.id ?? crypto.randomUUID()),
    })
    const effects = await saidSinceLastTime(conversation, seq)
    const { state } = (await store.turnAt(conversation, seq))!
    const answers = effects.flatMap((effect) =>
      effect.kind === 'say' ? [answerOf(sender, effect.saying, origin ?? context.req.url)] : [],
    )
    const custom = viewOf(catalogue(), state, stamp().today)
    const last = answers.pop() ?? { recipient_id: sender, text: '' }
    return context.json([...answers, { ...last, custom }])
  })

  /**
   * By a keyed hash, since senders may be phone numbers and a conversation's id stands in the open. Those
   * that began under the sender itself, as with an earlier version beside this one, go on there until they
   * are deleted.
   */
  async function conversationOf(sender: string): Promise<string> {
    const plain = `rest:${sender}`
    if (!/^[\w-]{43}$/.test(sender) && (await inbox.lastTurn(plain))) return plain
    return `rest:${await store.addressHash({ channel: 'rest', account: '', person: sender })}`
  }

  /** What was said in a turn, behind what was told unasked since the person last spoke. */
  async function saidSinceLastTime(conversation: string, seq: number): Promise<Effect[]> {
    const turns = await store.turns(conversation, Math.max(1, seq - mostUpdates), seq)
    const before = turns.findLastIndex((turn) => turn.seq < seq && isFromPerson(turn.event))
    return turns.slice(before + 1).flatMap(({ effects }) => effects)
  }

  return routes
}

/** Unlike that of any other sender's message, and of anything that the outbox leads to. */
const eventId = (conversation: string, id: string): string =>
  `${conversation}#${encodeURIComponent(id.toWellFormed())}`

function answerOf(recipient_id: string, saying: Saying, base: string) {
  const { text, choices, picture } = saying
  const buttons = choices?.map(({ value, label }) => ({ title: label, payload: value }))
  return {
    ...{ recipient_id, text },
    ...(buttons && buttons.length > 0 && { buttons }),
    ...(picture && { image: new URL(picture.url, base).href }),
  }
}
