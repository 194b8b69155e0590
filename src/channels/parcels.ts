import type { Render } from '../assets/render.ts'
import type { Choice, Saying } from '../conversation/effect.ts'
import type { Manners, Parcel } from './channel.ts'
import { plain } from './plain.ts'
import { split } from './split.ts'

/** The bytes of what belongs to a saying; null where they could not be had. */
export type Enclosed = { name: string; type: string; content: Uint8Array<ArrayBuffer> } | null

/** One saying with what belongs to it. */
export type Written = { saying: Saying; picture?: Enclosed; file?: Enclosed }

/**
 * Makes what is said at one time fit for a channel: choices as buttons or as lines, texts no longer
 * than it takes, and words for what it cannot carry. `inOne`: texts together in as few as can be.
 */
export function parcelsOf(
  written: readonly Written[],
  manners: Manners,
  render: Render,
  inOne = false,
): Parcel[] {
  const last = written.length - 1
  // Texts that become one leave their pictures to stand by themselves.
  const pictures = inOne ? Boolean(manners.pictures) : manners.pictures
  const pieces = written.flatMap((one, index) => {
    // What stands before another question is answered in words: a number would answer the question.
    const buttons = index < last && inOne ? 0 : manners.buttons
    const own = { ...manners, pictures, buttons }
    return piecesOf(one, own, render, index === last)
  })
  return (inOne ? together(pieces) : pieces).flatMap((piece): Parcel[] =>
    piece.kind === 'text' ? textParcels(piece, manners) : [piece],
  )
}

type Text = Extract<Parcel, { kind: 'text' }>

function piecesOf(
  { saying, picture, file }: Written,
  manners: Manners,
  render: Render,
  isLast: boolean,
): Parcel[] {
  const say = (sentence: string, facts: object = {}) => render(`common/${sentence}`, facts).trim()
  const lines = [manners.markup === 'plain' ? plain(saying.text) : saying.text]
  if (saying.wants === 'file' && !manners.files) lines.push(say('channel.photoOnly'))
  const name = saying.file?.name ?? (saying.offersExport ? file?.name : undefined)
  const sends = file && (manners.files || (manners.pictures && file.type.startsWith('image/')))
  if ((saying.file || saying.offersExport) && !sends) {
    lines.push(say('channel.fileOnPage', { name: name ?? '' }))
  }
  const shows = picture && manners.pictures
  if (saying.picture && !shows) lines.push(saying.picture.alt)

  const choices = saying.choices ?? []
  const asButtons = choices.length > 0 && choices.length <= manners.buttons
  if (choices.length > 0 && !asButtons) {
    // A single choice beside a question for something else (跳过) must not be taken for its answer.
    const byNumber = isLast && choices.length > 1
    lines.push(byNumber ? numbered(choices, say) : inWords(choices, say))
  }
  const text = lines.filter(Boolean).join('\n\n')
  const shown = shows ? { alt: saying.picture?.alt ?? '', ...picture } : null
  const within = text && manners.pictures === 'inText' ? shown : null
  const parts = { ...(asButtons && { choices }), ...(within && { picture: within }) }
  return [
    ...(shown && !within ? [{ kind: 'picture' as const, ...shown }] : []),
    ...(text ? [{ kind: 'text' as const, text, ...parts }] : []),
    ...(sends ? [{ kind: 'file' as const, ...file }] : []),
  ]
}

type Say = (sentence: string, facts?: object) => string

const numbered = (choices: readonly Choice[], say: Say): string =>
  [
    ...choices.map(({ label }, index) => `${index + 1}. ${label}`),
    say('channel.answerByNumber'),
  ].join('\n')

/** Where another question follows, whose answer a number would be. */
const inWords = (choices: readonly Choice[], say: Say): string =>
  say('channel.answerInWords', { labels: choices.map(({ label }) => label) })

/** Texts as one, in front of what else there is; the choices of the last. */
function together(pieces: readonly Parcel[]): Parcel[] {
  const texts = pieces.filter((piece) => piece.kind === 'text')
  if (texts.length < 2) return [...pieces]
  const choices = texts.findLast(({ choices }) => choices)?.choices
  const text = texts.map((one) => one.text).join('\n\n')
  return [
    { kind: 'text', text, ...(choices && { choices }) },
    ...pieces.filter((piece) => piece.kind !== 'text'),
  ]
}

/** The pieces of a text, its picture with the first and its buttons under the last. */
function textParcels({ text, choices, picture }: Text, { textBytes }: Manners): Text[] {
  const pieces = split(text, textBytes)
  return pieces.map((piece, index) => ({
    ...{ kind: 'text', text: piece },
    ...(picture && index === 0 && { picture }),
    ...(choices && index === pieces.length - 1 && { choices }),
  }))
}
