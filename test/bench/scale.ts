const whole = {
  people: 64,
  seconds: 10,
  /** Seconds of the same before anything counts. */
  warmUp: 2,
  /** Server processes on one Postgres. */
  processes: [1, 2, 4],
  /** Conversations in the database. */
  sizes: [1_000, 10_000, 100_000, 1_000_000],
  /** Bytes of the database that a server is started on. */
  startBytes: 1e9,
  starts: 5,
  /** Conversations that are opened and stay open. */
  chats: 100_000,
  /** Pages that listen at once; a server takes 10,000 connections. */
  streams: 8_000,
  /** Applications whose status changes at once. */
  changes: 10_000,
  /** Applications that are filed on Workers. */
  applications: 10,
  /** Strings of random characters that are read, and pictures of certificates. */
  noise: 20_000,
  photos: 200,
}

const small: typeof whole = {
  ...{
    people: 8,
    seconds: 1,
    warmUp: 0.5,
    processes: [1, 2],
    sizes: [100, 1_000],
    startBytes: 10e6,
  },
  starts: 1,
  ...{ chats: 500, streams: 200, changes: 200, applications: 2, noise: 500, photos: 2 },
}

const { SCALE, PEOPLE, SECONDS, PHOTOS } = process.env
const chosen = SCALE === 'small' ? small : whole

/** How much is measured: all of it, or with `SCALE=small` just enough to see that everything runs. */
export const scale = {
  ...chosen,
  people: Number(PEOPLE ?? chosen.people),
  seconds: Number(SECONDS ?? chosen.seconds),
  photos: Number(PHOTOS ?? chosen.photos),
}
