import type { Choice } from '../../conversation/effect.ts'
import { dressed, titleOf } from './markdown.ts'

/** One message in the two shapes that DingTalk knows: of a session webhook, and of the robot's interface. */
export type Shape = {
  webhook: Readonly<Record<string, unknown>>
  robot: { msgKey: string; msgParam: Readonly<Record<string, string>> }
}

/** The most buttons that the robot's interface takes. */
export const mostButtons = 5

/**
 * A text, below the picture that belongs to it and above a button for each choice, which sends its
 * label as the person's message.
 */
export function shapeOf(
  words: string,
  choices: readonly Choice[] = [],
  picture?: { alt: string; mediaId: string },
): Shape {
  const title = titleOf(words)
  const shown = picture && imageOf(picture.alt, picture.mediaId)
  const text = [shown, dressed(words)].filter(Boolean).join('\n\n')
  const markdown = { title, text }
  if (choices.length === 0) {
    return {
      webhook: { msgtype: 'markdown', markdown },
      robot: { msgKey: 'sampleMarkdown', msgParam: markdown },
    }
  }
  const buttons = choices.map(({ label }) => ({ title: label, actionURL: sends(label) }))
  const card = { title, text, btnOrientation: '0', btns: buttons }
  return {
    webhook: { msgtype: 'actionCard', actionCard: card },
    robot: robotCard(markdown, buttons),
  }
}

type Button = { title: string; actionURL: string }

function robotCard(markdown: { title: string; text: string }, buttons: readonly Button[]) {
  const [only] = buttons
  if (only && buttons.length === 1) {
    const single = { singleTitle: only.title, singleURL: only.actionURL }
    return { msgKey: 'sampleActionCard', msgParam: { ...markdown, ...single } }
  }
  const numbered = buttons.flatMap(({ title, actionURL }, index) => [
    [`actionTitle${index + 1}`, title],
    [`actionURL${index + 1}`, actionURL],
  ])
  return {
    msgKey: `sampleActionCard${buttons.length}`,
    msgParam: { ...markdown, ...Object.fromEntries(numbered) },
  }
}

/** A link that makes the person's own client send these words; the host must be in lower case. */
const sends = (words: string): string =>
  `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(words)}`

/** A picture that was uploaded. */
export const pictureOf = (alt: string, mediaId: string): Shape => ({
  webhook: {
    msgtype: 'markdown',
    markdown: { title: titleOf(alt), text: imageOf(alt, mediaId) },
  },
  robot: { msgKey: 'sampleImageMsg', msgParam: { photoURL: mediaId } },
})

const imageOf = (alt: string, mediaId: string): string =>
  `![${alt.replace(/[[\]]/g, '')}](${mediaId})`
