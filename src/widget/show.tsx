import { render } from 'preact'
import { Corner } from './Corner.tsx'
import { makeChat } from './chat.ts'
import { makeFollower } from './follow.ts'
import { followKeyboard } from './followKeyboard.ts'
import { openKeep } from './keep.ts'
import { plainText } from './markdown.ts'
import type { Act, Screen } from './screen.ts'
import { shrink } from './shrink.ts'
import { Window } from './Window.tsx'
import { says, wordsFor } from './words.ts'

/** Larger files are not even tried. */
const largestFile = 10 * 1024 * 1024

/** Milliseconds after which what a screen reader was told is taken away again. */
const spokenFor = 5_000

/**
 * Shows the chat with the server at `origin` in its element, as its data attributes say, and draws
 * it again after every change, until the returned function is called.
 */
export function show(element: HTMLElement, root: ShadowRoot, origin: string): () => void {
  const { locale = 'zh-CN', position, page, open } = element.dataset
  const words = wordsFor(locale)
  const keep = openKeep(origin)
  const follower = makeFollower()
  const chat = makeChat(origin, locale, keep, draw)
  const pictures = new Map<string, string | null | undefined>()
  const isPage = page !== undefined
  let told = 0
  let renewals = 0
  let area: HTMLTextAreaElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let screen: Screen = {
    open: isPage || open !== undefined,
    large: keep.read().large === true,
    menu: '',
    notice: '',
    over: false,
    written: false,
    news: false,
    unread: false,
    spoken: '',
  }

  const find = <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector)

  const act: Act = {
    set(part) {
      const opened = part.open && !screen.open
      screen = { ...screen, ...part }
      if (opened) chat.start()
      draw()
      if (opened) focusForWriting()
    },
    close() {
      act.set({ open: false, menu: '' })
      find('.launcher')?.focus()
    },
    say(text) {
      chat.say(text)
      act.set({ notice: '' })
    },
    send() {
      const text = area?.value.trim()
      if (!area || !text) return
      area.value = ''
      act.wrote()
      act.say(text)
      area.focus()
    },
    wrote() {
      if (!area) return
      keep.writeDraft(area.value)
      area.style.height = 'auto'
      area.style.height = `${area.scrollHeight}px`
      const written = area.value.trim() !== ''
      if (written !== screen.written) act.set({ written })
    },
    pick: (what) => find(`[name=${what}]`)?.click(),
    choose(choice, seq) {
      chat.choose(choice, seq)
      focusForWriting()
    },
    retry: chat.retry,
    async upload(files) {
      for (const file of files) {
        const small = await shrink(file)
        if (small.size > largestFile) act.set({ notice: words.fileTooLarge })
        else chat.upload(small)
      }
    },
    async save({ url, name }) {
      try {
        const link = document.createElement('a')
        link.href = await chat.blob(url)
        link.download = name
        link.click()
      } catch {
        act.set({ notice: words.unavailable })
      }
    },
    picture(url) {
      if (!pictures.has(url)) act.reload(url)
      return pictures.get(url)
    },
    reload(url) {
      pictures.set(url, undefined)
      const got = (source: string | null) => {
        pictures.set(url, source)
        draw()
      }
      chat.blob(url).then(got, () => got(null))
    },
    scrolled() {
      const atEnd = follower.scrolled(find('.log')!)
      if (atEnd && screen.news) act.set({ news: false })
    },
    toEnd() {
      follower.toEnd(find('.log')!)
      act.set({ news: false })
    },
    toggleLarge() {
      keep.write({ large: !screen.large })
      act.set({ large: !screen.large })
    },
  }

  /** On a phone the keyboard would cover what is to be read. */
  function focusForWriting() {
    if (matchMedia('(pointer: fine)').matches) area?.focus()
  }

  function draw() {
    const view = chat.view()
    const shown = { view, screen, act, words, origin, page: isPage }
    const left = position === 'left'
    render(isPage ? <Window {...shown} /> : <Corner {...shown} left={left} />, root)
    area = find('textarea')
    if (area && !area.dataset.filled) {
      area.dataset.filled = 'yes'
      fill()
    }
    if (view.renewals > renewals) {
      renewals = view.renewals
      told = 0
      fill()
      act.set({ notice: words.renewed })
    }
    const log = find('.log')
    if (log && follower.drawn(log, view)) act.set({ news: true })
    tell()
  }

  function fill() {
    if (!area) return
    area.value = keep.readDraft()
    act.wrote()
  }

  /** What is new is said once to a screen reader, and shown on the button of a closed window. */
  function tell() {
    const { entries, since, newest } = chat.view()
    const from = Math.max(told, since)
    if (newest <= from) return
    told = newest
    const said = entries.flatMap((entry) =>
      entry.kind === 'message' && entry.message.seq > from && entry.message.from !== 'user'
        ? [entry.message.text, ...(entry.message.choices ?? []).map(({ label }) => label)]
        : [],
    )
    if (said.length === 0) return
    clearTimeout(timer)
    timer = setTimeout(() => act.set({ spoken: '' }), spokenFor)
    act.set({ spoken: plainText(said.join('\n')), unread: !screen.open })
  }

  // A code in the fragment has never left the browser; whether it is used is for the person to say.
  const code = isPage && /^#join=(\d{10})$/.exec(location.hash)?.[1]
  if (code) {
    keep.writeDraft(says.join(code))
    history.replaceState(null, '', location.pathname)
  }

  const closeMenu = (event: Event) => {
    const menu = find(`.${screen.menu || 'none'}`)
    if (menu && !event.composedPath().includes(menu)) act.set({ menu: '' })
  }
  document.addEventListener('pointerdown', closeMenu)
  const unfollow = followKeyboard(element)
  if (screen.open) chat.start()
  draw()
  if (isPage) focusForWriting()

  return () => {
    chat.stop()
    unfollow()
    clearTimeout(timer)
    document.removeEventListener('pointerdown', closeMenu)
    render(null, root)
  }
}
