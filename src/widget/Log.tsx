import { Bubble, OwnBubble } from './Bubble.tsx'
import { Choices } from './Choices.tsx'
import { Icon } from './Mark.tsx'
import type { Shown } from './screen.ts'
import type { Entry } from './transcript.ts'
import { stampFor } from './when.ts'

/** The conversation. What is new is spoken by a region of its own, so the log itself keeps silent. */
export function Log(shown: Shown) {
  const { view, screen, act, words } = shown
  const { entries, since } = view
  const open = openQuestion(entries)
  return (
    <div class="log-frame">
      <div
        class="log"
        role="log"
        aria-label={words.transcript}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={act.scrolled}
      >
        <p class="preface">{words.about}</p>
        <ol class="lines">
          {entries.map((entry, at) => {
            const message = entry.kind === 'message' ? entry.message : undefined
            const { choices, seq = 0 } = message ?? {}
            const stamp = stampFor(timeOf(entries[at - 1]), timeOf(entry), words)
            return (
              <li
                key={entry.kind === 'own' ? entry.own.id : seq}
                data-seq={seq}
                class={`line ${isMine(entry) ? 'right' : 'left'} ${seq > since ? 'fresh' : ''}`}
              >
                {stamp && <time>{stamp}</time>}
                {entry.kind === 'message' ? (
                  <Bubble {...shown} message={entry.message} />
                ) : (
                  <OwnBubble {...shown} own={entry.own} />
                )}
                {choices && choices.length > 0 && (
                  <Choices
                    {...shown}
                    choices={choices}
                    seq={seq}
                    closed={at !== open}
                    taken={replyTo(entries, at)}
                  />
                )}
              </li>
            )
          })}
          {(view.waiting || entries.length === 0) && (
            <li class="line left" key="typing">
              <div class="bubble theirs typing" role="img" aria-label={words.typing}>
                <i />
                <i />
                <i />
              </div>
            </li>
          )}
        </ol>
      </div>
      {screen.news && (
        <button type="button" class="news" onClick={act.toEnd}>
          <Icon name="down" />
          {words.newMessages}
        </button>
      )}
    </div>
  )
}

function timeOf(entry: Entry | undefined) {
  return entry?.kind === 'message' ? entry.message.at : entry?.own.at
}

function isMine(entry: Entry) {
  return entry.kind === 'own' || entry.message.from === 'user'
}

/** Where the choices are that can still be taken: the newest, unless something was said since. */
function openQuestion(entries: readonly Entry[]) {
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at]!
    if (entry.kind === 'own' || entry.message.from === 'user') return -1
    if (entry.message.choices?.length) return at
  }
  return -1
}

function replyTo(entries: readonly Entry[], at: number) {
  const answer = entries.slice(at + 1).find(isMine)
  return answer?.kind === 'message' ? answer.message.text : answer?.own.text
}
