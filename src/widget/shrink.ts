/** Agencies take attachments up to 1,024 K; a little below leaves room for the form around it. */
const most = 1_000_000
const sides = [2600, 2000, 1600, 1200]

/** Pictures that agencies do not open, however small they are. */
const foreign = /^image\/(?:webp|heic|heif|avif)$/

/**
 * Makes a photograph small enough to be taken as an attachment, legible still, and of a kind that is
 * taken. Other files, small ones, and pictures that this browser cannot read come back as they are.
 */
export async function shrink(file: File): Promise<File> {
  const isLarge = /^image\/(?:jpeg|png)$/.test(file.type) && file.size > most
  if (!isLarge && !foreign.test(file.type)) return file
  try {
    const picture = await createImageBitmap(file)
    for (const side of sides) {
      const scale = Math.min(1, side / Math.max(picture.width, picture.height))
      const canvas = document.createElement('canvas')
      canvas.width = Math.round(picture.width * scale)
      canvas.height = Math.round(picture.height * scale)
      const pen = canvas.getContext('2d')
      if (!pen) return file
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, canvas.width, canvas.height)
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.82))
      if (blob && blob.size <= most) {
        return new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' })
      }
    }
  } catch {}
  return file
}
