import { Icon } from './Mark.tsx'
import { Menu } from './Menu.tsx'
import type { Act, Shown } from './screen.ts'

const kinds = 'image/jpeg,image/png,image/webp,application/pdf,.jpg,.jpeg,.png,.webp,.pdf'

/** Where the person writes. Enter sends, Shift+Enter breaks the line, an input method's Enter does neither. */
export function Composer(shown: Shown) {
  const { words, screen, act } = shown
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        act.send()
      }}
    >
      {matchMedia('(pointer: coarse)').matches ? (
        <Menu
          {...shown}
          name="attach"
          label={words.attach}
          icon="attach"
          items={[
            { label: words.photograph, run: () => act.pick('photo') },
            { label: words.pickFile, run: () => act.pick('file') },
          ]}
        />
      ) : (
        <button
          type="button"
          class="round"
          aria-label={words.attach}
          title={words.attach}
          onClick={() => act.pick('file')}
        >
          <Icon name="attach" />
        </button>
      )}
      <input
        type="file"
        name="file"
        hidden
        multiple
        accept={kinds}
        onChange={({ currentTarget }) => take(currentTarget, act)}
      />
      <input
        type="file"
        name="photo"
        hidden
        accept="image/*"
        capture="environment"
        onChange={({ currentTarget }) => take(currentTarget, act)}
      />
      <textarea
        rows={1}
        maxLength={4000}
        aria-label={words.input}
        placeholder={words.placeholder}
        enterkeyhint="send"
        autocomplete="off"
        onInput={act.wrote}
        onKeyDown={(event) => {
          // 229 is what Safari reports for the Enter that ends a composition, and older browsers during one
          const composing = event.isComposing || event.keyCode === 229
          if (event.key !== 'Enter' || event.shiftKey || composing) return
          event.preventDefault()
          act.send()
        }}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])]
          if (files.length === 0) return
          event.preventDefault()
          act.upload(files)
        }}
      />
      <button
        type="submit"
        class="round send"
        aria-label={words.send}
        aria-disabled={!screen.written}
        // the focus stays in the words, and the keyboard of a phone open
        onPointerDown={(event) => event.preventDefault()}
      >
        <Icon name="send" />
      </button>
    </form>
  )
}

function take(field: HTMLInputElement, act: Act) {
  act.upload([...(field.files ?? [])])
  field.value = ''
}
