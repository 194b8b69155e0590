/** How much one round of work takes, where a runtime allows only so much at a time. */
export type Bounds = {
  most: number
  /** Called instead of going on, where there is more: another round has to be seen to. */
  more: () => void
}
