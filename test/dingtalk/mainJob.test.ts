import { expect, test } from 'vitest'
import { dingtalk } from './driver.ts'

test('x', async () => {
  const { app, person, close } = await dingtalk.open()
  await person.say('养老保险转入')
  console.log((await person.heard()).join('\n----\n'))
  await person.press('外省企业保险转入').catch(e => console.log(String(e)))
  console.log((await person.heard()).join('\n----\n'))
  await close()
})
