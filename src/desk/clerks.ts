import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import { newPassword, type Passwords } from './password.ts'
import type { Role } from './roles.ts'
import type { Sessions } from './sessions.ts'

/** Somebody who may sign in under their own name. */
export type Clerk = { name: string; role: Role; since: string; isClosed: boolean }

/** The accounts of the desk. */
export function createClerks(
  db: Kysely<Tables>,
  passwords: Passwords,
  sessions: Sessions,
  clock: () => Date,
) {
  const rowOf = (name: string) =>
    db.selectFrom('clerk').selectAll().where('name', '=', name).executeTakeFirst()

  async function setPassword(name: string, password: string, ownPassword: 0 | 1): Promise<void> {
    const passwordHash = await passwords.hash(password)
    const set = { passwordHash, ownPassword }
    await db.updateTable('clerk').set(set).where('name', '=', name).execute()
    await sessions.endOf(name)
  }

  return {
    async list(): Promise<Clerk[]> {
      const rows = await db.selectFrom('clerk').selectAll().orderBy('since').execute()
      return rows.map(({ name, role, since, closedAt }) => ({
        ...{ name, since, isClosed: closedAt !== null },
        // Only this file writes the column, from the same type.
        role: role as Role,
      }))
    },

    /** Opens an account; its first password is told only here. Null where the name is taken. */
    async open(name: string, role: Role): Promise<string | null> {
      const password = newPassword()
      const opened = await db
        .insertInto('clerk')
        .values({
          ...{ name, role, passwordHash: await passwords.hash(password) },
          ...{ since: clock().toISOString(), closedAt: null },
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('name')
        .executeTakeFirst()
      return opened ? password : null
    },

    /** Closes an account and ends its sessions. Its name stays taken: it stands in the records. */
    async close(name: string): Promise<void> {
      const closedAt = clock().toISOString()
      await db.updateTable('clerk').set({ closedAt }).where('name', '=', name).execute()
      await sessions.endOf(name)
    },

    /** A new password for who forgot theirs, told only here; null where there is no such account. */
    async renew(name: string): Promise<string | null> {
      if (!(await rowOf(name))) return null
      const password = newPassword()
      await setPassword(name, password, 0)
      return password
    },

    /** The password that somebody chose for themselves. */
    changePassword: (name: string, password: string) => setPassword(name, password, 1),

    /** Whether the password of this account is no longer the one that was told when it was opened or renewed. */
    async choseOwnPassword(name: string): Promise<boolean> {
      return (await rowOf(name))?.ownPassword === 1
    },

    /** Whether there is an account of this name, open or closed. */
    isTaken: async (name: string): Promise<boolean> => Boolean(await rowOf(name)),

    /** The role of whoever signs in; null where name and password do not fit, `unknown` where there is no such name. */
    async check(name: string, password: string): Promise<Role | null | 'unknown'> {
      const row = await rowOf(name)
      if (!row) return 'unknown'
      const isRight = await passwords.verify(password, row.passwordHash)
      return isRight && row.closedAt === null ? (row.role as Role) : null
    },
  }
}

export type Clerks = ReturnType<typeof createClerks>
