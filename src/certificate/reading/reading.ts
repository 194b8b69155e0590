import type { PaperId } from '../paper.ts'

/** Why a cell wants a look before it is taken. Each has its words in `flows/common.yaml`: `doubtful.<why>`. */
export type Doubt =
  /** Hard to read, or read in two ways. */
  | 'unclear'
  /** Legible, but nothing else on a picture says the same. */
  | 'unproved'
  /** Two copies of the certificate, or amount in words and in figures, say different things. */
  | 'different'
  /** The printed sex is not that of the ID number. */
  | 'sex'
  /** More months than the period has. */
  | 'months'
  /** Insured before the sixteenth birthday. */
  | 'age'
  /** The agency stands elsewhere than its division code says. */
  | 'place'

/** What was read of one cell. Without `value`, what is printed there cannot be right, or is not legible. */
export type ReadCell = { field: string; text: string; value?: unknown; doubt?: Doubt }

/** What was read of a certificate before its turn. */
export type Reading = {
  paper: PaperId
  /** `picture`: by recognition, which only proposes. */
  source: 'text' | 'picture'
  cells: readonly ReadCell[]
}

/** Why nothing was read. Each has its words in `flows/common.yaml`: `unread.<why>`. */
export type Unread =
  /** Nothing that looks like a certificate. */
  | 'unknown'
  /** This installation reads no pictures. */
  | 'picture'
  /** Too much to do just now. */
  | 'busy'
  /** It took too long, or broke off. */
  | 'failed'
