import type { Kysely } from 'kysely'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'
import { newPassword, type Passwords } from './password.ts'
import { randomToken } from './randomToken.ts'
import type { Sessions } from './sessions.ts'

const passwordName = 'desk.password'
const onceName = 'desk.once'

/** How long a one-time sign-in link is good, milliseconds. */
const onceMilliseconds = 24 * 3_600_000

/** The first password of the desk, a supervisor's, and its one-time sign-in link. */
export function createCredentials(
  db: Kysely<Tables>,
  seal: Seal,
  passwords: Passwords,
  clock: () => Date,
  sessions: Sessions,
) {
  const put = (name: string, value: string) =>
    db
      .insertInto('setting')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
  const onceNameOf = async (token: string) => `${onceName} ${await seal.lookup(`once:${token}`)}`
  const stored = async () => {
    const row = await db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', passwordName)
      .executeTakeFirst()
    return row?.value ?? null
  }
  const check = async (password: string) => {
    const hash = await stored()
    return hash !== null && passwords.verify(password, hash)
  }

  return {
    check,
    /**
     * Makes sure that there is a password: the configured one, else the one of earlier, else a new
     * one, which only this answer tells. A changed password ends all sessions.
     */
    async prepare(configured: string | undefined): Promise<string | null> {
      if (configured !== undefined) {
        if (await check(configured)) return null
        await put(passwordName, await passwords.hash(configured))
        await sessions.endAll()
        return null
      }
      if ((await stored()) !== null) return null
      const password = newPassword()
      const value = await passwords.hash(password)
      const first = await db
        .insertInto('setting')
        .values({ name: passwordName, value })
        .onConflict((conflict) => conflict.doNothing())
        .returning('name')
        .executeTakeFirst()
      // Where another process was faster, it is that one's password which counts and is told.
      return first ? password : null
    },
    /** A new one-time token; the one before is good no longer. */
    async newOnce(): Promise<string> {
      const token = randomToken()
      const until = clock().getTime() + onceMilliseconds
      await db.deleteFrom('setting').where('name', 'like', `${onceName} %`).execute()
      await put(await onceNameOf(token), String(until))
      return token
    },
    /** Uses a one-time token up; whether it was good. */
    async useOnce(token: string): Promise<boolean> {
      const used = await db
        .deleteFrom('setting')
        .where('name', '=', await onceNameOf(token))
        .returning('value')
        .executeTakeFirst()
      return used !== undefined && Number(used.value) > clock().getTime()
    },
  }
}

export type Credentials = ReturnType<typeof createCredentials>
