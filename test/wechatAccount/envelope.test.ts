import { describe, expect, test } from 'vitest'
import { toBase64 } from '../../src/base64.ts'
import { createEnvelope, isSame, signatureOf } from '../../src/channels/wechatAccount/envelope.ts'
import { readXml, writeXml } from '../../src/channels/wechatAccount/xml.ts'

/** The samples that the platforms publish beside their documentation. */
const sealedDebugDemo =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='
const debugDemo =
  '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
const sealedHello =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=='

const demo = createEnvelope('A'.repeat(43), 'wxba5fad812f8e6fb9')
const sample = createEnvelope('jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', 'wx5823bf96d3bd56c7')

describe('the published signatures', () => {
  test.each([
    [['AAAAA', '1714036504', '1514711492'], 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    [['AAAAA', '1714037059', '486452656'], '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    [
      ['AAAAA', '1714112445', '415670741', sealedDebugDemo],
      '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
    ],
    [
      ['QDG6eK', '1409659813', '1372623149', sealedHello],
      '477715d11cdb4164915debcba66cb864d751f3e6',
    ],
  ])('%#', async (parts, signature) => {
    expect(await signatureOf(...parts)).toBe(signature)
  })

  test('are compared as a whole', () => {
    expect(isSame('abc', 'abc')).toBe(true)
    for (const other of ['abd', 'ab', 'abcd', '', 'xbc']) expect(isSame(other, 'abc')).toBe(false)
  })
})

describe('the published envelopes', () => {
  test('open', async () => {
    expect(await demo.open(sealedDebugDemo)).toBe(debugDemo)
    const xml = readXml(await sample.open(sealedHello))
    expect(xml?.get('Content')).toBe('hello')
    expect(xml?.get('MsgId')).toBe('4561255354251345929')
  })

  test('are sealed to the byte', async () => {
    const head = new TextEncoder().encode('707722b803182950')
    const sealed = await demo.seal('{"demo_resp":"good luck"}', head)
    expect(sealed).toBe(
      'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
    )
    expect(await signatureOf('AAAAA', '1713424427', '415670741', sealed)).toBe(
      '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
    )
  })

  test.each([0, 1, 11, 12, 13, 31, 32, 33, 1000])('go there and back: %i', async (length) => {
    const text = '接'.repeat(length)
    expect(await sample.open(await sample.seal(text))).toBe(text)
  })

  test('open for nobody else', async () => {
    const other = createEnvelope('A'.repeat(43), 'wx5823bf96d3bd56c7')
    await expect(other.open(await demo.seal('x'))).rejects.toThrow('for another account')
    await expect(demo.open(sealedHello)).rejects.toThrow()
    await expect(demo.open('')).rejects.toThrow()
    await expect(demo.open('not base64!')).rejects.toThrow()
    await expect(demo.open(toBase64(new Uint8Array(48)))).rejects.toThrow()
  })
})

describe('XML', () => {
  test('is read as the platform writes it, numbers as they stand', () => {
    const read = readXml(
      '<xml><A><![CDATA[ <b>&amp; <!DOCTYPE ]]></A>\n<B>24012345678901234567</B></xml>',
    )
    expect(read?.get('A')).toBe(' <b>&amp; <!DOCTYPE ')
    expect(read?.get('B')).toBe('24012345678901234567')
  })

  test.each([
    '',
    'nonsense',
    '{"ToUserName":"x"}',
    '<xml>',
    '<xml><A>1</xml>',
    '<xml></xml><xml></xml>',
    '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>',
    '<?xml version="1.0"?><!DOCTYPE xml SYSTEM "http://127.0.0.1/x"><xml><A>1</A></xml>',
    '<xml><__proto__><a>1</a></__proto__></xml>',
    `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`,
  ])('is refused: %.40s', (text) => {
    expect(readXml(text)).toBe(null)
  })

  test('declares no entity, and takes no nested or repeated element for a text', () => {
    const nested = readXml('<xml><A><B>1</B></A><C>1</C><C>2</C><D>&#65;</D></xml>')
    expect(nested?.has('A')).toBe(false)
    expect(nested?.has('C')).toBe(false)
    expect(nested?.get('D')).toBe('&#65;')
  })

  test('is written so that no words can leave their element', () => {
    const words = '1 < 2 & ]]><Content>x</Content>\u0000\u0008 \ud800 好'
    const written = writeXml({ Content: words, CreateTime: 12, Image: { MediaId: 'm' } })
    const read = readXml(written)
    expect(read?.get('Content')).toBe('1 < 2 & ]]><Content>x</Content> \ufffd 好')
    expect(written).toContain('<CreateTime>12</CreateTime><Image><MediaId><![CDATA[m]]></MediaId>')
  })
})
