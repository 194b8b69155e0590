import { Icon } from './Mark.tsx'
import type { Shown } from './screen.ts'

/** One line of a menu; `checked` makes it a switch. */
type Item = { label: string; checked?: boolean; run: () => void }

type Props = Shown & {
  name: 'tools' | 'attach'
  label: string
  icon: 'more' | 'attach'
  items: Item[]
}

/** A button that opens a short menu: arrows, Home and End move in it, Escape closes it. */
export function Menu({ screen, act, name, label, icon, items }: Props) {
  const open = screen.menu === name
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the buttons inside
    <div
      class={`menu ${name}`}
      onKeyDown={(event) => {
        if (!open) return
        if (event.key === 'Escape') event.stopPropagation()
        if (event.key === 'Escape' || event.key === 'Tab') act.set({ menu: '' })
        if (event.key === 'Escape') event.currentTarget.querySelector('button')?.focus()
        moveFocus(event, '[role^=menuitem]')
      }}
    >
      <button
        type="button"
        class="round"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        onClick={() => act.set({ menu: open ? '' : name })}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <div role="menu" aria-label={label} ref={focusFirst}>
          {items.map((item) => {
            const { label, checked } = item
            return (
              // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a switch has the role that takes it
              <button
                key={label}
                type="button"
                tabIndex={-1}
                role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
                aria-checked={checked}
                onClick={({ currentTarget }) => {
                  currentTarget.closest('.menu')?.querySelector('button')?.focus()
                  act.set({ menu: '' })
                  item.run()
                }}
              >
                {label}
                {checked !== undefined && <span class="switch" />}
              </button>
            )
          })}
        </div>
      )}
    </div>
  )
}

/** Moves the focus among the elements inside, with the arrow keys, Home and End. */
export function moveFocus(
  event: KeyboardEvent & { currentTarget: HTMLElement },
  selector: string,
): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const at = all.indexOf(event.target as HTMLElement)
  const to = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1 + all.length,
    ArrowLeft: at - 1 + all.length,
    Home: 0,
    End: all.length - 1,
  }[event.key]
  if (to === undefined || all.length === 0) return
  event.preventDefault()
  all[to % all.length]?.focus()
}

function focusFirst(list: HTMLElement | null) {
  list?.querySelector('button')?.focus()
}
