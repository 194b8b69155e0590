import { zipSync } from 'fflate'
import type { Media } from './calls.ts'

/** The kinds of files that the platform takes from a robot. */
const kinds = new Set(['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'])

export type Carried = { file: Media; fileType: string }

/** A file as it can be sent: one of a kind that the platform does not take goes in a ZIP. */
export function carried({ name, type, content }: Media): Carried {
  const [, stem = name, extension = ''] = /^(.+)\.(\w+)$/.exec(name) ?? []
  const fileType = extension.toLowerCase()
  if (kinds.has(fileType)) return { file: { name, type, content }, fileType }
  const packed = zipSync({ [name]: content })
  return {
    file: { name: `${stem}.zip`, type: 'application/zip', content: packed },
    fileType: 'zip',
  }
}
