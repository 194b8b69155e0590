import { type OpenedApp, quiet, until } from './driver.ts'

/** Does what brings one message to the application, and waits until everything about it is said. */
export async function answered(app: OpenedApp, bring: () => unknown): Promise<void> {
  const count = async () => {
    const { events } = await app.db
      .selectFrom('inbox')
      .select(({ fn }) => fn.countAll().as('events'))
      .executeTakeFirstOrThrow()
    return Number(events)
  }
  const before = await count()
  await bring()
  await until(async () => (await count()) > before)
  await quiet(app)
}
