import type { Application } from '../backend/backend.ts'
import type { Frame } from './state.ts'

/** What is filed: the answers that the form asked for on this way, without what was skipped. */
export function applicationOf(frame: Frame, route: Application['route']): Application {
  const { certificate, ...fields } = frame.answers
  const asked = Object.fromEntries(
    Object.entries(fields).filter(([field, value]) => frame.path.includes(field) && value !== null),
  )
  return {
    business: frame.flow,
    route,
    fields: asked,
    ...(certificate ? { attachment: certificate as NonNullable<Application['attachment']> } : {}),
    ...(frame.mends && { mends: frame.mends }),
  }
}
