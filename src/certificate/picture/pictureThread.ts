import { parentPort } from 'node:worker_threads'
import type { Pixels } from '../reading/pdfText.ts'
import type { Recognised } from '../reading/recognise.ts'
import { readPicture } from './readPicture.ts'
import { openRecogniser, type Recogniser } from './recogniser.ts'
import { coloursOf, fromRaw, openPicture } from './sheet.ts'

/** A picture file, or the pictures of a PDF; `until` is the time to be done by. */
export type PictureJob = { pictures: readonly (Uint8Array | Pixels)[]; until: number }

let recogniser: Promise<Recogniser> | undefined

async function read({ pictures, until }: PictureJob): Promise<Recognised | null> {
  recogniser ??= openRecogniser()
  const sheets = pictures.map((picture) =>
    coloursOf(
      picture instanceof Uint8Array
        ? openPicture(picture)
        : fromRaw(picture.data, picture.width, picture.height, picture.channels).flatten({
            background: '#fff',
          }),
    ),
  )
  return readPicture(await Promise.all(sheets), await recogniser, until)
}

parentPort!.on('message', async (job: PictureJob) => {
  parentPort!.postMessage(await read(job).catch(() => 'failed'))
})
