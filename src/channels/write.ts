import type { Render } from '../assets/render.ts'
import type { Attachment } from '../backend/backend.ts'
import { inChinese } from '../conversation/dueDay.ts'
import type { Saying } from '../conversation/effect.ts'
import type { Due } from '../store/delivery.ts'
import { dayInBeijing } from '../time.ts'
import type { Enclosed, Written } from './parcels.ts'
import { type Bundle, sayingOf } from './plan.ts'

/** Where what belongs to a saying comes from; null where it is not to be had. */
export type Load = {
  picture(url: string): Promise<Uint8Array<ArrayBuffer> | null>
  file(conversation: string, file: Attachment): Promise<Enclosed>
  /** Everything that is held about the person. */
  export(conversation: string): Promise<Enclosed>
}

/**
 * What a bundle says, with what belongs to it: of several updates about one application the last in
 * full and the others in a line each. Throws where something can be had, but not now.
 */
export async function write(
  { rows, kind }: Bundle,
  load: Load,
  render: Render,
): Promise<readonly Written[]> {
  const earlier = kind === 'update' ? rows.filter((row) => isOvertaken(row, rows)) : []
  const written = await Promise.all(
    rows.map((row) => {
      const saying = sayingOf(row)
      const { flow, file } = saying
      const said: Saying = earlier.includes(row)
        ? { flow, text: '', ...(file && { file }) }
        : saying
      return enclose(row.conversation, said, load)
    }),
  )
  const full = written.filter(({ saying, file }) => saying.text || saying.choices || file)
  if (earlier.length === 0) return full
  const lines = earlier.map((row) => ({
    on: inChinese(dayInBeijing(new Date(row.at))),
    ...sayingOf(row).notice,
  }))
  const text = render('common/channel.meanwhile', { lines }).trim()
  return [{ saying: { flow: null, text } }, ...full]
}

/** Whether something newer about the same application goes out with it. */
function isOvertaken(row: Due, rows: readonly Due[]): boolean {
  const { notice } = sayingOf(row)
  const later = rows.slice(rows.indexOf(row) + 1)
  return notice !== undefined && later.some((one) => sayingOf(one).notice?.serial === notice.serial)
}

async function enclose(conversation: string, saying: Saying, load: Load): Promise<Written> {
  const { picture, file, offersExport } = saying
  const image = picture && (await load.picture(picture.url))
  return {
    saying,
    ...(image && { picture: { name: 'picture.png', type: 'image/png', content: image } }),
    ...(file && { file: await load.file(conversation, file) }),
    ...(offersExport && { file: await load.export(conversation) }),
  }
}
