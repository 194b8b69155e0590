import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { fit } from '../../src/certificate/picture/fit.ts'
import { holderOf } from './holders.ts'
import { draw } from './layouts.ts'
import { clean, photograph } from './photo.ts'

let page: Buffer
let width: number
let height: number

beforeAll(async () => {
  page = await photograph(draw('asPaper', holderOf('pension', 3)), { ...clean, quality: 97 })
  ;({ width, height } = await sharp(page).metadata())
})

async function fitted(picture: Uint8Array) {
  const made = await fit(new Uint8Array(picture))
  if ('problem' in made) throw new Error(made.problem)
  return { ...made, metadata: await sharp(made.content).metadata() }
}

describe('a picture is made as the agency wants it', () => {
  test('a JPEG of 120 to 200 kB, whatever it weighed', async () => {
    expect(page.length).toBeGreaterThan(350 * 1024)
    const { content, flaw, metadata } = await fitted(page)
    expect(metadata.format).toBe('jpeg')
    expect(content.length).toBeGreaterThan(120 * 1024)
    expect(content.length).toBeLessThanOrEqual(200 * 1024)
    expect(flaw).toBeNull()
  })

  test('upright, and without what the camera wrote into it', async () => {
    const lying = await sharp(page)
      .rotate(270)
      .withExif({ IFD0: { Make: 'Somebody’s phone' }, IFD3: { GPSLatitude: '39/1 54/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const { content, metadata } = await fitted(lying)
    expect(metadata.width).toBeLessThan(metadata.height)
    expect(metadata.orientation ?? 1).toBe(1)
    expect(Buffer.from(content).toString('latin1')).not.toContain('phone')
  })

  test('WebP and PNG too', async () => {
    for (const format of ['webp', 'png'] as const) {
      const { metadata } = await fitted(await sharp(page).resize(1600).toFormat(format).toBuffer())
      expect(metadata.format).toBe('jpeg')
    }
  })

  test('not what is broken', async () => {
    const broken = Buffer.from(page)
    broken.fill(0, 2000, broken.length - 2)
    expect(await fit(new Uint8Array(broken.subarray(0, 3000)))).toEqual({ problem: 'broken' })
  })
})

describe('what is hard to read is told, and where', () => {
  test.each([
    ['all of it out of focus', () => sharp(page).blur(4), { what: 'blurred', where: 'all' }],
    ['too dark', () => sharp(page).linear(0.15, 0), { what: 'dark', where: 'all' }],
    ['a corner in the dark', () => covered('#0b0b0b'), { what: 'dark', where: 'bottomLeft' }],
    ['too few pixels', () => sharp(page).resize(480), { what: 'small' }],
    [
      'cut off on the right',
      () => sharp(page).extract({ left: 0, top: 0, width: Math.round(width * 0.7), height }),
      { what: 'cutOff', where: 'right' },
    ],
    [
      'cut off at the bottom',
      () => sharp(page).extract({ left: 0, top: 0, width, height: Math.round(height * 0.268) }),
      { what: 'cutOff', where: 'bottom' },
    ],
  ])('%s', async (_, change, flaw) => {
    expect((await fitted(await change().jpeg().toBuffer())).flaw).toEqual(flaw)
  })

  test('a corner out of focus', async () => {
    const part = {
      left: 0,
      top: Math.round(height * 0.55),
      width: Math.round(width / 3),
      height: 0,
    }
    const corner = { ...part, height: height - part.top }
    const blurred = await sharp(page).extract(corner).blur(5).toBuffer()
    const whole = await sharp(page)
      .composite([{ input: blurred, ...part }])
      .jpeg()
      .toBuffer()
    expect((await fitted(whole)).flaw).toEqual({ what: 'blurred', where: 'bottomLeft' })
  })

  function covered(fill: string) {
    const [w, h] = [Math.round(width / 2.6), Math.round(height / 2.6)]
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="${w}" height="${h}" fill="${fill}"/></svg>`
    return sharp(page).composite([{ input: Buffer.from(svg), left: 0, top: height - h }])
  }
})
