/** Words on a page where they stand: points or pixels from the upper left corner, upright. */
export type Span = {
  text: string
  x: number
  y: number
  width: number
  height: number
  /** How sure the words are, 0 to 1; text that was never a picture is wholly sure. */
  sure: number
}

export type Page = { width: number; height: number; spans: readonly Span[] }
