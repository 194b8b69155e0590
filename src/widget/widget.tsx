import { show } from './show.tsx'
import css from './widget.css'

const script = document.currentScript as HTMLScriptElement | null
const origin = script?.src ? new URL(script.src).origin : location.origin
const tag = 'jiexu-chat'

/**
 * The chat as an element of any page: `<jiexu-chat>`. Attributes: `data-page` fills the element's
 * place and is open at once; else a button opens a window. `data-open` opens it at once,
 * `data-locale` chooses the words, `data-position="left"` the corner. The server is the script's.
 */
class JiexuChat extends HTMLElement {
  /** Ends what `connectedCallback` began. */
  declare leave: () => void

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    applyStyles(root)
    this.leave = show(this, root, origin)
  }

  disconnectedCallback() {
    this.leave()
  }
}

/** No style text in the page: a strict content security policy would block it. */
function applyStyles(root: ShadowRoot) {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
  } catch {
    // Safari before 16.4
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = `${origin}/widget.css`
    root.append(link)
  }
}

/** One script tag is enough: a page without the element gets one, with the script's own attributes. */
function place() {
  if (document.querySelector(tag)) return
  const element = document.createElement(tag)
  Object.assign(element.dataset, script?.dataset)
  document.body.append(element)
}

if (!customElements.get(tag)) {
  customElements.define(tag, JiexuChat)
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place)
  else place()
}
