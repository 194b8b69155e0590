/** A text without the marks of the Markdown subset: links stay readable, lists stay lists. */
export function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]\n]+)\]\(([^)\s]+)\)/g, (_, words: string, url: string) =>
      words === url ? url : `${words}：${url}`,
    )
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '$1')
    .replaceAll(/^(\s*)[-*] /gm, '$1· ')
}
