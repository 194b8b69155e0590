import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the build writes; all of it is made anew, and nobody edits it. */
export const made = {
  code: join(root, 'src/assets/generated.js'),
  files: join(root, 'src/assets/files'),
  font: join(root, 'src/assets/pictures.ttf'),
  /** For editors: completes and checks flow files while they are written. */
  schema: join(root, 'flows/flow.schema.json'),
}

/** Whether a file is the build's own work. */
export const isMade = (path: string): boolean =>
  Object.values(made).some((one) => path === one || path.startsWith(one + sep))
