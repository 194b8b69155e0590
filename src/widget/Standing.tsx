import type { Shown } from './screen.ts'
import { says } from './words.ts'

/** Where things stand: which item of the form is asked, or the serial number of what was filed. */
export function Standing({ view, words, act }: Shown) {
  const { progress, dossier } = view.state ?? {}
  if (progress && progress.total > 0) {
    const now = Math.min(progress.done + 1, progress.total)
    return (
      <div class="standing">
        <span>{words.progress(now, progress.total)}</span>
        <Bar share={progress.done / progress.total} />
      </div>
    )
  }
  if (!dossier) return null
  return (
    <div class="standing">
      <span>
        {words.serial} <b>{dossier.serial.replace(/(\d{4})(?=\d)/g, '$1 ')}</b>
      </span>
      <button type="button" class="link" onClick={() => act.say(says.progress)}>
        {words.askProgress}
      </button>
    </div>
  )
}

/** How much of something is done, 0 to 1; the same is said in words beside it. */
export function Bar({ share }: { share: number }) {
  return (
    <span class="bar" aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  )
}
