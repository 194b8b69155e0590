import { expect, test } from 'vitest'
import { transcripts } from '../transcripts.ts'

/** What somebody says, chooses or sends. */
const own = new Set(['用户', '选择', '文件'])

test.each([
  ['pension-in', 'certificate-pension.txt', 8],
  ['medical-in', 'certificate-medical.txt', 10],
  ['medical-in, the rest at once', 'certificate-all-at-once.txt', 10],
])('with a certificate, %s takes few messages from 你好 to the serial number', (_, name, most) => {
  const { lines } = transcripts[name]!
  const filed = lines.findIndex(({ who }) => who === '流水号')
  const said = lines.slice(0, filed).filter(({ who }) => own.has(who))
  expect(said[0]!.what).toMatch(/^你好/)
  expect(said.map(({ who }) => who)).toContain('文件')
  expect(filed).toBeGreaterThan(0)
  expect(said.length).toBeLessThanOrEqual(most)
})
