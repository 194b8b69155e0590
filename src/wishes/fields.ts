import { soundsOf } from '../answers/sound.ts'
import { normalise } from './normal.ts'
import type { Glossary } from './schema.ts'

/** Names by which people call things, as they are written and as they sound. */
export type Names = {
  written: ReadonlyMap<string, readonly string[]>
  sounding: ReadonlyMap<string, readonly string[]>
}

/** Names → identifiers, from the glossary; with `field`, of the things a form asks for only. */
export function compileNames(glossary: Glossary, only: 'fields' | 'all'): Names {
  const written = new Map<string, string[]>()
  const sounding = new Map<string, string[]>()
  for (const [id, term] of Object.entries(glossary)) {
    if (only === 'fields' && !term.field) continue
    for (const name of [term.name, ...term.aliases].map(normalise)) {
      written.set(name, [...(written.get(name) ?? []), id])
      if (name.length < 3) continue
      const key = soundsOf(name)
      sounding.set(key, [...new Set([...(sounding.get(key) ?? []), id])])
    }
  }
  return { written, sounding }
}

/** The identifiers that a normalised name may mean; several where people call two things the same. */
export function named(name: string, names: Names): readonly string[] {
  return names.written.get(name) ?? names.sounding.get(soundsOf(name)) ?? []
}
