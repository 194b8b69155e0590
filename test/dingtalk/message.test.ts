import { describe, expect, test } from 'vitest'
import { createHosts } from '../../src/channels/dingtalk/hosts.ts'
import { dressed, titleOf } from '../../src/channels/dingtalk/markdown.ts'
import { readMessage, staffIdOf } from '../../src/channels/dingtalk/message.ts'
import { file, type Over, picture, rich, saying } from './people.ts'
import { clientId } from './platform.ts'

const now = new Date('2026-11-23T04:00:00Z')
const createAt = Date.parse('2026-11-23T03:59:58Z')
const sessionWebhook = 'https://oapi.dingtalk.com/robot/sendBySession?session=abc'

const message = (over: Over = {}) => ({
  ...{ msgId: 'msg1==', conversationId: 'cid1', conversationType: '1', createAt },
  ...{ senderId: '$:LWCP_v1:$a', senderStaffId: 'user001', senderNick: '张三' },
  ...{ chatbotUserId: '$:LWCP_v1:$robot', robotCode: 'dingrobot' },
  ...{ sessionWebhook, sessionWebhookExpiredTime: createAt + 5_400_000 },
  ...saying('你好'),
  ...over,
})

const read = (body: unknown) => readMessage(body, { account: clientId, hosts: createHosts(), now })
const contents = (over: Over) => read(message(over))?.map(({ content }) => content)

describe('a message', () => {
  test('is somebody’s, with the way to answer', () => {
    expect(read(message())).toEqual([
      {
        id: 'msg1==',
        at: new Date(createAt),
        address: {
          ...{ channel: 'dingtalk', account: clientId, person: 'user001' },
          reply: { robotCode: 'dingrobot', sessionWebhook, until: String(createAt + 5_400_000) },
        },
        content: { kind: 'text', text: '你好' },
      },
    ])
  })

  test('in a group is marked as one, and the blank after the mention is gone', () => {
    const [heard] = read(message({ conversationType: '2', ...saying(' 我要转社保 ') }))!
    expect(heard).toMatchObject({ inGroup: true, content: { kind: 'text', text: '我要转社保' } })
  })

  test.each([undefined, null, ''])('of somebody from elsewhere has no staff id: %s', (none) => {
    const [heard] = read(message({ senderStaffId: none }))!
    expect(heard!.address.person).toBe('sender:$:LWCP_v1:$a')
    expect(staffIdOf(heard!.address)).toBeNull()
    expect(staffIdOf(read(message())![0]!.address)).toBe('user001')
  })

  test('of our own is passed over', () => {
    expect(read(message({ senderId: '$:LWCP_v1:$robot' }))).toEqual([])
  })

  test('may write its moments as text, or not at all', () => {
    const [heard] = read(message({ createAt: String(createAt) }))!
    expect(heard!.at).toEqual(new Date(createAt))
    expect(read(message({ createAt: null }))![0]!.at).toEqual(now)
  })
})

describe('what is in it', () => {
  const reference = { downloadCode: 'code1', robotCode: 'dingrobot' }

  test('a picture, and a file under its name', () => {
    expect(contents(picture('code1'))).toEqual([
      { kind: 'fileReference', name: 'picture.jpg', reference },
    ])
    expect(contents(file('../凭\0证.pdf', 'code1'))).toEqual([
      { kind: 'fileReference', name: '..凭证.pdf', reference },
    ])
  })

  test('what was said is what was recognised', () => {
    const audio = { msgtype: 'audio', content: { downloadCode: 'x', recognition: '我要转社保' } }
    expect(contents(audio)).toEqual([{ kind: 'text', text: '我要转社保' }])
    const unclear = { msgtype: 'audio', content: { downloadCode: 'x', recognition: ' ' } }
    expect(contents(unclear)).toEqual([{ kind: 'unsupported', what: 'audio' }])
  })

  test('words and pictures together: the words first, then each picture with an id of its own', () => {
    const parts = [{ type: 'picture', downloadCode: 'code1' }, { text: '\n这是' }, { text: '凭证' }]
    const heard = read(message(rich(...parts, { type: 'picture', downloadCode: 'code2' })))!
    expect(heard.map(({ id, content }) => [id, content])).toEqual([
      ['msg1==', { kind: 'text', text: '这是凭证' }],
      ['msg1==/1', { kind: 'fileReference', name: 'picture.jpg', reference }],
      [
        'msg1==/2',
        {
          kind: 'fileReference',
          name: 'picture.jpg',
          reference: { ...reference, downloadCode: 'code2' },
        },
      ],
    ])
    expect(contents(rich({ downloadCode: 'code1' }, { text: '\n' }))).toHaveLength(1)
  })

  test('what cannot be used here is named, and nothing that a stranger made up', () => {
    expect(contents({ msgtype: 'video', content: { downloadCode: 'x' } })).toEqual([
      { kind: 'unsupported', what: 'video' },
    ])
    expect(contents({ msgtype: '440106199001011234' })).toEqual([
      { kind: 'unsupported', what: 'unknown' },
    ])
  })
})

describe('no message', () => {
  test.each([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['an empty object', {}],
    ['without an id', message({ msgId: undefined })],
    ['an empty id', message({ msgId: '' })],
    ['an endless id', message({ msgId: 'x'.repeat(201) })],
    ['without a sender', message({ senderId: undefined })],
    ['of no kind of conversation', message({ conversationType: '3' })],
    ['a number as a type', message({ msgtype: 5 })],
    ['a text without words', message({ text: {} })],
    ['a text with a number for words', message({ text: { content: 5 } })],
    ['a picture without a code', message({ msgtype: 'picture', content: {} })],
    ['a file without a name', message({ msgtype: 'file', content: { downloadCode: 'x' } })],
    ['rich text without parts', message({ msgtype: 'richText', content: {} })],
    ['a moment that is none', message({ createAt: 1e300 })],
    ['a webhook of somebody else', message({ sessionWebhook: 'https://evil.example/' })],
    ['a webhook within our house', message({ sessionWebhook: 'http://127.0.0.1:6379/' })],
    ['a webhook without a lock', message({ sessionWebhook: sessionWebhook.replace('s:', ':') })],
  ])('%s', (_, body) => {
    expect(read(body)).toBeNull()
  })
})

describe('our words in DingTalk’s Markdown', () => {
  test.each([
    ['一行\n又一行\n\n一段', '一行  \n又一行\n\n一段'],
    ['**受理成功**：接下来', '**受理成功**：接下来'],
    ['**依据：**国办发', '**依据：** 国办发'],
    [
      '手机号 138****8000，证号 4401**********1234',
      '手机号 138＊＊＊＊8000，证号 4401＊＊＊＊＊＊＊＊＊＊1234',
    ],
    ['需要：\n- 凭证\n- 身份证', '需要：\n\n- 凭证\n- 身份证'],
    ['1. 是\n2. 否\n请回复数字', '1. 是\n2. 否\n\n请回复数字'],
    ['[平台](https://si.12333.gov.cn/a_b)', '[平台](https://si.12333.gov.cn/a_b)'],
    ['<font color=red>_a_ `b` ~c~ [d]', '＜font color=red＞＿a＿ ｀b｀ ～c～ ［d］'],
    ['# 不是标题', '\u200b# 不是标题'],
    ['|表|格|\n|---|---|', '｜表｜格｜  \n｜---｜---｜'],
    ['---', '\u200b---'],
    ['繁體：養老保險關係', '繁體：養老保險關係'],
  ])('%j', (text, markdown) => {
    expect(dressed(text)).toBe(markdown)
  })

  test('begins with a few words for the list of chats', () => {
    expect(titleOf('\n**受理成功**：接下来\n更多')).toBe('受理成功：接下来')
    expect(titleOf('一二三四五六七八九十'.repeat(3))).toBe(
      '一二三四五六七八九十一二三四五六七八九…',
    )
    expect(titleOf(' \n')).toBe('…')
  })
})
