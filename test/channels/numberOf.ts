/** The number that stands before a choice in what was said last. */
export function numberOf(label: string, heard: readonly string[]): string {
  const text = heard.findLast((words) => words.includes(label)) ?? ''
  const line = text.split('\n').find((one) => one.endsWith(`. ${label}`))
  if (!line) throw new Error(`no number leads to ${label}: ${heard.at(-1)}`)
  return line.split('.')[0]!
}
