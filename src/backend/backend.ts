/** Which of three systems an application goes through: the online service platform, 12333, or Alipay. */
export type Route = 'platform' | 'national' | 'alipay'

/** What a person asks the agency to do. */
export type Application = {
  /** The flow that filled it in, such as `pension-in`. */
  business: string
  route: Route
  /** The answers, by field; values as the parsers give them. */
  fields: Readonly<Record<string, unknown>>
  /** The attachment, once uploaded. */
  attachment?: Attachment
  /** The serial number of the refused application that this one mends. */
  mends?: string
}

/** A stored file: what it is and where its bytes are. */
export type Attachment = {
  id: string
  name: string
  type: string
  bytes: number
  /** Files that are bound into this one before it is submitted. */
  pages?: readonly Attachment[]
}

export type Handling = '处理中' | '处理结束'
export type Feedback = '受理成功' | '受理失败' | '处理成功' | '处理失败'

/** How far the agency has got; each but the first is reached by one action of a clerk. */
export type Stage =
  | 'submitted'
  | 'accepted'
  | 'refused'
  | 'contactLetterSent'
  | 'informationFormReceived'
  | 'fundsReceived'
  | 'certificateIssued'
  | 'completed'

/** Where an application stands at the agency. */
export type Status = {
  serial: string
  business: string
  /** ISO 8601 with offset. */
  submittedAt: string
  handling: Handling
  feedback: Feedback | null
  stage: Stage
  /** Why it was refused: 业务办理不成功原因. */
  reason?: string
  /** The cell to mend, where the clerk named one. */
  field?: string
  /** 业务办理反馈信息解释. */
  explanation?: string
  documents: readonly Attachment[]
}

/** One change of status. `id` is unique, so that a change told twice changes nothing. */
export type Change = { id: string; at: string; status: Status }

export type Receipt = { kind: 'received'; serial: string; receivedAt: string }
export type Refusal = { kind: 'refused'; reason: string; field?: string }

/** The way to an agency. Every adapter passes one shared contract test. */
export type Backend = {
  /**
   * Files an application. The same key again returns the same serial.
   * Throws where the outcome is not known; `received` then settles it, never a second post.
   */
  submit(application: Application, key: string): Promise<Receipt | Refusal>
  /** What became of a submission, or null where the agency never got it. */
  received(key: string): Promise<Receipt | null>
  status(serial: string): Promise<Status | null>
  /** As `status`, for whoever knows whose it is; null where serial and ID number do not both fit. */
  lookUp(serial: string, idNumber: string): Promise<Status | null>
  /** Changes after a cursor, oldest first. */
  changes(after: string | null): Promise<{ changes: readonly Change[]; cursor: string | null }>
  /** The bytes of one of an application's documents, or null where it has none of that id. */
  document(
    serial: string,
    id: string,
  ): Promise<{ name: string; type: string; content: Uint8Array<ArrayBuffer> } | null>
  /** Calls back soon after there may be new changes; returns how to stop. */
  watch(onChange: () => void): () => void
}
