import * as v from 'valibot'
import type { Application, Refusal } from '../backend/backend.ts'
import { words } from './words.ts'

const fileTypes = ['application/pdf', 'image/jpeg', 'image/png']

/** The upload limit of the online service platform, bytes. */
const largestAttachment = 1024 * 1024

/** The businesses whose paper certificate comes as an attachment on the online service platform. */
const withCertificate = ['pension-in', 'medical-in']

const shape = v.object({
  business: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,40}$/, words.unknownBusiness)),
  route: v.picklist(['platform', 'national', 'alipay'], words.unknownRoute),
  fields: v.pipe(
    v.record(v.pipe(v.string(), v.regex(/^[a-zA-Z]\w{0,60}$/)), v.unknown()),
    v.check((fields) => JSON.stringify(fields).length <= 20_000, words.fieldsTooLong),
  ),
  attachment: v.optional(
    v.object({
      id: v.string(),
      name: v.pipe(v.string(), v.maxLength(300)),
      type: v.picklist(fileTypes, words.attachmentType),
      bytes: v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1, words.attachmentEmpty),
        v.maxValue(largestAttachment, words.attachmentSize),
      ),
    }),
  ),
  mends: v.optional(v.pipe(v.string(), v.regex(/^\d{16}$/, words.serialShape))),
})

const person = {
  name: v.pipe(v.string(words.nameMissing), v.trim(), v.minLength(1, words.nameMissing)),
  idNumber: v.pipe(
    v.string(words.idNumberWrong),
    v.check((text) => hasCheckDigit(text), words.idNumberWrong),
  ),
}

/** What the desk refuses at the door, before a clerk has seen it; null where it may come in. */
export function checkApplication(application: Application): Refusal | null {
  const read = v.safeParse(shape, application, { message: words.notThere })
  if (!read.success) {
    const [issue] = read.issues
    const top = String(issue.path?.[0]?.key ?? '')
    return refused(issue.message, top === 'attachment' ? 'certificate' : top)
  }
  const { fields } = read.output
  for (const [field, schema] of Object.entries(person)) {
    const answer = v.safeParse(schema, fields[field], { message: words.notThere })
    if (!answer.success) return refused(answer.issues[0].message, field)
  }
  const needsCertificate =
    read.output.route === 'platform' && withCertificate.includes(read.output.business)
  if (needsCertificate && !read.output.attachment)
    return refused(words.attachmentMissing, 'certificate')
  return null
}

const refused = (reason: string, field: string): Refusal => ({ kind: 'refused', reason, field })

/** GB 11643: 17 characters and a check digit by ISO 7064 MOD 11-2. */
function hasCheckDigit(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const sum = [...text.slice(0, 17)].reduce(
    (total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11),
    0,
  )
  return '10X98765432'[sum % 11] === text[17]
}
