import { Mark } from './Mark.tsx'
import type { Shown } from './screen.ts'
import { Window } from './Window.tsx'

/** The button on somebody else's page, and the window above it. Escape closes the window. */
export function Corner({ left, ...shown }: Shown & { left: boolean }) {
  const { words, screen, act } = shown
  return (
    <div class={left ? 'corner left' : 'corner'} lang={words.lang}>
      {screen.open && (
        <div
          id="window"
          class="frame"
          role="dialog"
          aria-label={words.subtitle}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.isComposing) act.close()
          }}
        >
          <Window {...shown} />
        </div>
      )}
      <button
        type="button"
        class={screen.open ? 'launcher opened' : 'launcher'}
        aria-expanded={screen.open}
        aria-controls={screen.open ? 'window' : undefined}
        onClick={() => (screen.open ? act.close() : act.set({ open: true }))}
      >
        <Mark />
        <span>{words.launch}</span>
        {screen.unread && <span class="dot" role="img" aria-label={words.newMessages} />}
      </button>
    </div>
  )
}
