import { clientId, type Platform, random } from './platform.ts'

export type Over = Readonly<Record<string, unknown>>

const minutes = 60_000

/** What the platform says about one message of a person. */
export function messageFrom(platform: Platform, staffId: string, over: Over = {}) {
  const now = Date.now()
  const ends =
    typeof over.sessionWebhookExpiredTime === 'number'
      ? over.sessionWebhookExpiredTime
      : now + 90 * minutes
  const session = {
    sessionWebhook: platform.webhook(staffId, ends),
    sessionWebhookExpiredTime: ends,
  }
  return {
    conversationId: `cid${staffId}==`,
    chatbotCorpId: 'dingcorp',
    chatbotUserId: '$:LWCP_v1:$robot',
    msgId: `msg${random()}==`,
    senderNick: '张三',
    isAdmin: false,
    senderStaffId: staffId,
    senderId: `$:LWCP_v1:$${staffId}`,
    senderCorpId: 'dingcorp',
    conversationType: '1',
    createAt: now,
    robotCode: clientId,
    ...{ msgtype: 'text', text: { content: '你好' } },
    ...session,
    ...over,
  }
}

/** Messages as people send them. */
export const saying = (content: string): Over => ({ msgtype: 'text', text: { content } })

export const picture = (downloadCode: string): Over => ({
  msgtype: 'picture',
  content: { pictureDownloadCode: downloadCode, downloadCode },
})

export const file = (fileName: string, downloadCode: string): Over => ({
  msgtype: 'file',
  content: { spaceId: '1', fileId: '2', fileName, downloadCode },
})

export const rich = (...richText: readonly Over[]): Over => ({
  msgtype: 'richText',
  content: { richText },
})
