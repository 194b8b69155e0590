/** Keeps work going that nobody waits for. Only some runtimes would stop it: there it must be handed in. */
export type Background = (work: Promise<unknown>) => void

/** Where a process goes on by itself. */
export const byItself: Background = () => {}
