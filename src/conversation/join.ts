import { type Draft, lead, say, sentenceOf, titleFor, topFrame, update } from './draft.ts'
import { type NotJoined, originOf } from './event.ts'
import { merged } from './merged.ts'
import { takeInHand, whoseIs } from './people.ts'
import { initialState, type State } from './state.ts'
import { hasEnded } from './walk.ts'

/** Codes that may be typed wrongly in a chat before it has to wait, and for how long, milliseconds. */
const mostGuesses = 5
const pause = 15 * 60_000

/**
 * Wrong codes that all chats together may type within so many milliseconds. Chats are opened freely, so
 * what one may guess is no bound: these, over ten digits of which few are valid at a time, are. So many
 * that nobody closes this way to all others without some trouble.
 */
export const mostWrongCodes = 500
export const busyFor = 10 * 60_000

/** Personal WeChat and official accounts are one way to a person. */
export const wayOf = (channel: string): string =>
  channel.startsWith('wechat') ? 'wechat' : channel

/** “换到网页继续”: a code that, typed there, joins that chat to this conversation. */
export function offerCode(draft: Draft, way: string): boolean {
  const { code } = draft.event
  const address = draft.catalogue.ways?.[way]
  if (wayOf(originOf(draft.event)?.channel ?? '') === way) lead(draft, `join.here.${way}`)
  else if (address === undefined || !code) lead(draft, `join.closed.${way}`)
  else {
    draft.effects.push({ kind: 'keepCode', code, channel: way })
    say(draft, `join.code.${way}`, { code: inGroups(code), digits: code, address })
    draft.asks = false
  }
  return true
}

/** As it is read aloud and typed: “482 913 0576”. */
const inGroups = (code: string) => code.replace(/^(\d{3})(\d{3})/, '$1 $2 ')

/** Whether it has to do with going on elsewhere: then it is heard even while a clerk speaks. */
export function opensElsewhere(draft: Draft): boolean {
  const { event, catalogue } = draft
  if (event.kind === 'chose') return event.value.startsWith('join:')
  if (event.kind !== 'said') return false
  const wish = catalogue.commandOf(event.text, [])?.wish ?? ''
  return wish.startsWith('to-') || codeIn(draft, event.text) !== null
}

/** A code that was made in another chat. False: the words are none. */
export function hearCode(draft: Draft, text: string): boolean {
  const code = codeIn(draft, text)
  if (code === null) return false
  if (!isWhole(code)) {
    lead(draft, 'join.digits')
    return true
  }
  if (isFresh(draft)) return useCode(draft, code)
  // Whoever talked somebody into typing a code would get to see what is here.
  lead(draft, 'join.sure')
  const choices = [
    { value: `join:${code}`, label: sentenceOf(draft, 'join.yes') },
    { value: 'resume', label: sentenceOf(draft, 'join.no') },
  ]
  update(draft, { aside: { kind: 'choose', choices } })
  return true
}

/** Joins this chat to the one that the code was made in. */
export function useCode(draft: Draft, code: string): boolean {
  if (!isWhole(code)) return false
  update(draft, { aside: null })
  const since = Date.parse(draft.event.at) - pause
  const guesses = (draft.state.guesses ?? []).filter((at) => Date.parse(at) > since)
  if (guesses.length >= mostGuesses) {
    lead(draft, 'join.tooMany', { minutes: pause / 60_000 })
    return true
  }
  const channel = wayOf(originOf(draft.event)?.channel ?? '')
  draft.effects.push({ kind: 'join', code, channel })
  draft.asks = false
  return true
}

/** A chat in which nothing was done yet that somebody else might see. */
function isFresh({ state }: Draft): boolean {
  const { stack, dossiers, consentedOn, others } = state
  return stack.length + dossiers.length + others.length === 0 && consentedOn === null
}

const isWhole = (code: string) => /^\d{10}$/.test(code)

/** “接续码 482 913 0576”; the digits alone only as the first words of a chat, where nothing else can be meant. */
function codeIn(draft: Draft, text: string): string | null {
  const words = text.normalize('NFKC').replaceAll(/[\s“”"'「」【】:*。.,，、·—–-]/gu, '')
  const named = /^(?:我的)?接续码[是为]?(\d+)$/.exec(words)?.[1]
  if (named) return named
  const isFirst = isFresh(draft) && draft.state.misses === 0
  return isFirst && isWhole(words) ? words : null
}

/** Nothing came of a code that was typed here. */
export function notJoined(draft: Draft, why: NotJoined): void {
  if (why === 'invalid') {
    const guesses = [...(draft.state.guesses ?? []), draft.event.at].slice(-mostGuesses)
    update(draft, { guesses })
  }
  lead(draft, `join.${why}`, { minutes: busyFor / 60_000 })
}

/** This conversation goes on in another one, which has everything from now on. */
export function moved(draft: Draft, to: string): void {
  draft.state = { ...initialState, locale: draft.state.locale, movedTo: to }
  draft.asks = false
}

/** Another chat of the same person goes on in this one: both sides are told, and the open question comes. */
export function joined(draft: Draft, from: string, other: State): void {
  const { state } = draft
  if (state.joined?.includes(from)) {
    draft.asks = false
    return
  }
  const isOpen = (frame: State['stack'][number]) => !hasEnded(draft, frame)
  const waiting = state.stack.some(isOpen) ? other.stack.filter(isOpen) : []
  draft.state = merged(state, other, isOpen)
  update(draft, { joined: [...(state.joined ?? []), ...(other.joined ?? []), from] })
  const frame = topFrame(draft)
  takeInHand(draft, whoseIs(frame))
  const titles = waiting.map((one) => titleFor(draft, one))
  say(draft, 'join.done', { titles }, { flow: null, everywhere: true })
  if (!frame || !isOpen(frame) || frame.path.length === 0) return
  const count = frame.path.length
  lead(draft, 'resumed', { title: titleFor(draft, frame), count, place: count + 1 })
}
