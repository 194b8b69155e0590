import { Card, Picture, size } from './Attached.tsx'
import { Marked } from './Marked.tsx'
import { Bar } from './Standing.tsx'
import type { Shown } from './screen.ts'
import type { Own } from './transcript.ts'
import type { Message } from './wire.ts'

/** A message that has its place in the chat. */
export function Bubble({ message, ...shown }: Shown & { message: Message }) {
  const { words, origin, act } = shown
  const { from, text, picture, file } = message
  const mine = from === 'user'
  const photo = file && mine && /\.(jpe?g|png|webp)$/i.test(file.name)
  const said = file && text === file.name ? '' : text
  return (
    <div class={`bubble ${mine ? 'mine' : 'theirs'}`}>
      {from === 'clerk' ? (
        <span class="speaker">{words.clerk}</span>
      ) : (
        <span class="unseen">{mine ? words.you : words.assistant}：</span>
      )}
      {said && (mine ? <p class="plain">{said}</p> : <Marked text={said} origin={origin} />)}
      {picture && <Picture {...shown} {...picture} />}
      {photo && <Picture {...shown} url={file.url} alt={file.name} />}
      {file && !photo && (
        <Card
          name={file.name}
          note={size(file.bytes)}
          title={words.download(file.name)}
          run={() => act.save(file)}
        />
      )}
    </div>
  )
}

/** Something on its way to the server, with a way to try again when it did not get there. */
export function OwnBubble({ own, words, act }: Shown & { own: Own }) {
  const { status, file, preview, text, uploaded = 0 } = own
  const lost = status === 'failed' || status === 'refused'
  const uploading = file && status === 'sending'
  return (
    <>
      <div class={`bubble mine ${lost ? 'lost' : ''}`}>
        <span class="unseen">{words.you}：</span>
        {text && <p class="plain">{text}</p>}
        {file && preview && (
          <span class="picture">
            <img src={preview} alt={file.name} />
          </span>
        )}
        {file && !preview && <Card name={file.name} note={size(file.bytes)} />}
        {uploading && <Bar share={uploaded} />}
      </div>
      {uploading && <p class="fate">{words.uploading(Math.round(uploaded * 100))}</p>}
      {lost && (
        <p class="fate lost">
          {status === 'failed' ? words.unsent : own.reason || words.refused}
          <button type="button" class="link" onClick={() => act.retry(own.id)}>
            {words.retry}
          </button>
        </p>
      )}
    </>
  )
}
