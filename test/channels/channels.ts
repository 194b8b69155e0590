import type { Driver } from './driver.ts'

/** Every channel that the conformance test plays through. Add yours here. */
export const channels: readonly Driver[] = []
