import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A request that cannot be served, said in the words of the API: `{ error: { code, message, field? } }`. */
export class RequestError extends Error {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly field: string | undefined

  constructor(status: ContentfulStatusCode, code: string, message: string, field?: string) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
  }

  get body() {
    const { code, message, field } = this
    return { error: { code, message, ...(field && { field }) } }
  }
}
