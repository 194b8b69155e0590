import { dingtalkDrivers } from '../dingtalk/driver.ts'
import type { Driver } from './driver.ts'
import { restDriver } from './restDriver.ts'
import { openOn, type Particulars } from './testChannel.ts'
import { webDriver } from './webDriver.ts'
import { wechatAccountDriver } from './wechatAccountDriver.ts'
import { wechatDriver } from './wechatDriver.ts'

const testDriver = (name: string, particulars: Particulars): Driver => ({
  name,
  open: () => openOn(particulars),
})

const day = 86_400_000

/** Every channel that the conformance test plays through. Add yours here. */
export const channels: readonly Driver[] = [
  webDriver,
  restDriver,
  wechatDriver,
  wechatAccountDriver,
  testDriver('plain words and numbers', { manners: { textBytes: 600 } }),
  testDriver('Markdown and buttons', { manners: { markup: 'markdown', buttons: 10 } }),
  testDriver('five messages in two days, no files', {
    manners: { files: false, pictures: false },
    allowance: ({ heardAt, sentSince }, now) =>
      now.getTime() - heardAt.getTime() < 2 * day ? 5 - sentSince : 0,
  }),
  ...dingtalkDrivers,
]
