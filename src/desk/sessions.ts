import type { Kysely } from 'kysely'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'
import { randomToken } from './randomToken.ts'
import type { Role } from './roles.ts'

/**
 * Who is signed in. `hasAccount` where that is proved by an account of their own: with the first password
 * a name is only said. `csrf` is what a changing request must send back.
 */
export type Session = SignedIn & { csrf: string }

export type SignedIn = { clerk: string; role: Role; hasAccount: boolean }

type Kept = SignedIn & { until: number }

/** How long a clerk stays signed in, seconds: one working day. */
export const sessionSeconds = 12 * 3600

const prefix = 'desk.session '

/** The desk's sessions. The database holds only a keyed hash of each cookie. */
export function createSessions(db: Kysely<Tables>, seal: Seal, clock: () => Date) {
  const nameOf = async (token: string) => prefix + (await seal.lookup(`session:${token}`))

  return {
    /** Begins a session; returns the cookie's value. */
    async begin(who: SignedIn): Promise<string> {
      const token = randomToken()
      const until = clock().getTime() + sessionSeconds * 1000
      await forget((kept) => kept.until <= clock().getTime())
      await db
        .insertInto('setting')
        .values({ name: await nameOf(token), value: JSON.stringify({ ...who, until }) })
        .execute()
      return token
    },
    /** The session of a cookie, or null where it has ended or never was. */
    async of(token: string | undefined): Promise<Session | null> {
      if (!token) return null
      const row = await db
        .selectFrom('setting')
        .select('value')
        .where('name', '=', await nameOf(token))
        .executeTakeFirst()
      if (!row) return null
      // Sessions that were begun before it was told apart have no account.
      const { clerk, role, hasAccount = false, until }: Kept = JSON.parse(row.value)
      if (until <= clock().getTime()) return null
      return { clerk, role, hasAccount, csrf: await seal.sign(`csrf:${token}`) }
    },
    /** Ends a session. */
    async end(token: string | undefined): Promise<void> {
      if (!token) return
      await db
        .deleteFrom('setting')
        .where('name', '=', await nameOf(token))
        .execute()
    },
    /** Ends all of one clerk's. */
    endOf: (clerk: string): Promise<void> => forget((kept) => kept.clerk === clerk),
    /** Ends all of them, as when the password changed. */
    async endAll(): Promise<void> {
      await db.deleteFrom('setting').where('name', 'like', `${prefix}%`).execute()
    },
  }

  async function forget(isOver: (kept: Kept) => boolean) {
    const rows = await db
      .selectFrom('setting')
      .selectAll()
      .where('name', 'like', `${prefix}%`)
      .execute()
    const over = rows.filter(({ value }) => isOver(JSON.parse(value))).map(({ name }) => name)
    if (over.length > 0) await db.deleteFrom('setting').where('name', 'in', over).execute()
  }
}

export type Sessions = ReturnType<typeof createSessions>
