import { Composer } from './Composer.tsx'
import { Log } from './Log.tsx'
import { Icon, Mark } from './Mark.tsx'
import { Menu } from './Menu.tsx'
import { Standing } from './Standing.tsx'
import type { Shown } from './screen.ts'
import { says } from './words.ts'

/** The whole chat: who is speaking, where things stand, the conversation, and where one writes. */
export function Window(shown: Shown) {
  const { view, screen, act, words, page } = shown
  const Title = page ? 'h1' : 'h2'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped anywhere on the chat
    <div
      class={`window ${page ? 'page' : ''} ${screen.large ? 'large' : ''}`}
      lang={words.lang}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes('Files')) return
        event.preventDefault()
        act.set({ over: true })
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
          act.set({ over: false })
        }
      }}
      onDrop={(event) => {
        event.preventDefault()
        act.set({ over: false })
        act.upload(event.dataTransfer?.files ?? [])
      }}
    >
      <header>
        <Mark />
        <div class="names">
          <Title>{words.name}</Title>
          <p>{words.subtitle}</p>
        </div>
        <Menu
          {...shown}
          name="tools"
          label={words.menu}
          icon="more"
          items={[
            { label: words.large, checked: screen.large, run: act.toggleLarge },
            { label: words.restart, run: () => act.say(says.restart) },
            { label: words.myData, run: () => act.say(says.myData) },
            ...(page ? [{ label: words.print, run: () => print() }] : []),
          ]}
        />
        {!page && (
          <button type="button" class="round" aria-label={words.close} onClick={act.close}>
            <Icon name="close" />
          </button>
        )}
      </header>
      <Standing {...shown} />
      <Log {...shown} />
      <div class="foot">
        <div role="alert">
          {view.link === 'down' && <p class="notice down">{words.offline}</p>}
          {screen.notice && (
            <p class="notice">
              {screen.notice}
              <button type="button" class="link" onClick={() => act.set({ notice: '' })}>
                {words.dismiss}
              </button>
            </p>
          )}
        </div>
        <Composer {...shown} />
      </div>
      <div class="unseen" aria-live="polite">
        {screen.spoken}
      </div>
      {screen.over && <div class="drop">{words.drop}</div>}
    </div>
  )
}
