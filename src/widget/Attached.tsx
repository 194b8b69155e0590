import { Icon } from './Mark.tsx'
import type { Shown } from './screen.ts'

/** A picture of the chat, fetched with the chat's token; a click shows it large. */
export function Picture({ url, alt, act, words }: Shown & { url: string; alt: string }) {
  const source = act.picture(url)
  if (source === null) {
    return (
      <Card name={alt} note={words.unavailable} title={words.retry} run={() => act.reload(url)} />
    )
  }
  if (!source) return <span class="picture blank" role="img" aria-label={alt} />
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={words.enlarge(alt)}
        onClick={({ currentTarget }) =>
          (currentTarget.nextElementSibling as HTMLDialogElement).showModal?.()
        }
      >
        <img src={source} alt={alt} />
      </button>
      <dialog
        aria-label={alt}
        onClick={({ currentTarget }) => currentTarget.close()}
        onKeyDown={(event) => event.stopPropagation()}
      >
        <img src={source} alt={alt} />
        <button type="button" class="round" aria-label={words.close}>
          <Icon name="close" />
        </button>
      </dialog>
    </>
  )
}

type CardProps = { name: string; note: string; title?: string; run?: () => void }

/** A document by its name; with `run` it is a button. */
export function Card({ name, note, title, run }: CardProps) {
  const label = (
    <>
      <Icon name="file" />
      <span class="file-name">
        {name}
        <small>{note}</small>
      </span>
    </>
  )
  if (!run) return <span class="file">{label}</span>
  return (
    <button type="button" class="file" onClick={run} title={title}>
      {label}
      <Icon name="down" />
    </button>
  )
}

/** A file's size as people read it. */
export function size(bytes: number): string {
  const kilobytes = bytes / 1024
  return kilobytes < 1024 ? `${Math.ceil(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`
}
