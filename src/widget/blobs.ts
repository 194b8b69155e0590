import type { chatCalls } from './calls.ts'

/** Pictures and documents by their URL on the server, each fetched once. */
export function makeBlobs() {
  const blobs = new Map<string, Promise<string>>()
  return {
    /** The browser has this one already, under a blob URL. */
    know: (url: string, blob: string) => void blobs.set(url, Promise.resolve(blob)),

    /** The blob URL; after a failure it may be asked for again. */
    get(url: string, calls: ReturnType<typeof chatCalls> | undefined): Promise<string> {
      let found = blobs.get(url)
      if (!found) {
        found = calls ? calls.blob(url).then((blob) => URL.createObjectURL(blob)) : Promise.reject()
        found.catch(() => blobs.delete(url))
        blobs.set(url, found)
      }
      return found
    },
  }
}
