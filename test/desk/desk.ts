import type { Kysely } from 'kysely'
import * as built from '../../src/assets/generated.js'
import { createRender } from '../../src/assets/render.ts'
import type { Application } from '../../src/backend/backend.ts'
import type { MakeDocument } from '../../src/desk/act.ts'
import { documentOf } from '../../src/desk/documents.ts'
import { createRecord } from '../../src/desk/record.ts'
import { createFont } from '../../src/documents/font.ts'
import { createIssue } from '../../src/documents/issue.ts'
import { loadFont } from '../../src/documents/nodeFont.ts'
import { documentWords } from '../../src/documents/words.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import { sealFile } from '../../src/store/files.ts'
import { openDatabase } from '../../src/store/open.ts'
import { createSeal, type Seal } from '../../src/store/seal.ts'
import type { Tables } from '../../src/store/tables.ts'

/** A key for tests. */
export const testKey = btoa('0123456789abcdef0123456789abcdef')

/** A clock that stands still until it is moved. */
export function standingClock(at: string) {
  let now = new Date(at)
  const clock = () => now
  return Object.assign(clock, {
    move(milliseconds: number) {
      now = new Date(now.getTime() + milliseconds)
    },
  })
}

const render = createRender(built.templates)
const font = createFont(loadFont)

/** Makes documents as the application does, in the real font. */
export const issueWith = (seal: Seal, clock: () => Date) =>
  createIssue({ seal, font, clock, origin: 'http://127.0.0.1', words: documentWords(render) })

/** Makes a clerk's documents as the application does. */
export const documentsWith =
  (seal: Seal, clock: () => Date): MakeDocument =>
  (kind, facts) =>
    issueWith(seal, clock)(documentOf(render, kind, facts))

/** An agency's record over a database of its own. */
export async function openRecord(at = '2026-11-23T09:00:00+08:00') {
  const db = await openDatabase('sqlite::memory:')
  const seal = await createSeal([testKey])
  const clock = standingClock(at)
  return {
    db,
    seal,
    clock,
    record: createRecord({
      ...{ db, atomically: inTransaction(db), seal, clock },
      makeDocument: documentsWith(seal, clock),
    }),
  }
}

/** Stores a picture as the chat would, and says where. */
export async function upload(db: Kysely<Tables>, seal: Seal, name = '参保凭证.png') {
  const content = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
  const file = await sealFile(seal, { name, type: 'image/png', content }, '2026-11-23T09:00:00')
  await db.insertInto('file').values(file.row).execute()
  return file.attachment
}

/** 张建国's pension application, through 12333 so that it needs no attachment. */
export function application(changes: Partial<Application> = {}): Application {
  return {
    business: 'national-platform',
    route: 'national',
    fields: {
      name: '张建国',
      idNumber: '11010519491231002X',
      mobile: '13800138000',
      householdAddress: '河南省郑州市金水区花园路1号',
      destination: { code: '110105', name: '北京市朝阳区' },
      origin: { code: '120115', name: '天津市宝坻区' },
    },
    ...changes,
  }
}
