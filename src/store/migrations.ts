import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The schema's history, oldest first. Only ever added to; each step can run beside the version before it. */
export const migrations: Record<string, Migration> = {
  '001-record': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('inbox')
        .addColumn('eventId', 'text', (column) => column.primaryKey())
        .addColumn('conversationId', 'text', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addColumn('receivedAt', 'text', (column) => column.notNull())
        .addColumn('pending', 'integer', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('error', 'text')
        .execute()
      await sql`create index "inboxPending" on "inbox" ("receivedAt") where "pending" = 1`.execute(
        db,
      )
      await sql`create index "inboxOfConversation" on "inbox" ("conversationId")`.execute(db)
      await db.schema
        .createTable('turn')
        .addColumn('conversationId', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('eventId', 'text', (column) => column.notNull().unique())
        .addColumn('flow', 'text')
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('takenAt', 'text', (column) => column.notNull())
        .addColumn('takenBy', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('turnKey', ['conversationId', 'seq'])
        .execute()
      await db.schema
        .createTable('outbox')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('conversationId', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('effect', 'text', (column) => column.notNull())
        .addColumn('dueAt', 'text', (column) => column.notNull())
        .addColumn('claimedUntil', 'text')
        .addColumn('sentAt', 'text')
        .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
        .addColumn('error', 'text')
        .execute()
      await db.schema
        .createIndex('outboxOfConversation')
        .on('outbox')
        .columns(['conversationId', 'seq'])
        .execute()
      await sql`create index "outboxDue" on "outbox" ("dueAt") where "sentAt" is null`.execute(db)
      await db.schema
        .createTable('filing')
        .addColumn('serial', 'text', (column) => column.primaryKey())
        .addColumn('conversationId', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createTable('handoff')
        .addColumn('conversationId', 'text', (column) => column.primaryKey())
        .addColumn('since', 'text', (column) => column.notNull())
        .addColumn('clerk', 'text')
        .execute()
      await db.schema
        .createTable('file')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('conversationId', 'text')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('bytes', 'integer', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('createdAt', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex('fileOfConversation')
        .on('file')
        .column('conversationId')
        .execute()
      await db.schema
        .createTable('setting')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '002-desk': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('application')
        .addColumn('serial', 'text', (column) => column.primaryKey())
        .addColumn('key', 'text', (column) => column.notNull().unique())
        .addColumn('business', 'text', (column) => column.notNull())
        .addColumn('route', 'text', (column) => column.notNull())
        .addColumn('idNumberHash', 'text')
        .addColumn('nameHash', 'text')
        .addColumn('application', 'text', (column) => column.notNull())
        .addColumn('handling', 'text', (column) => column.notNull())
        .addColumn('feedback', 'text')
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('decision', 'text', (column) => column.notNull())
        .addColumn('submittedAt', 'text', (column) => column.notNull())
        .addColumn('updatedAt', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex('applicationSubmitted')
        .on('application')
        .column('submittedAt')
        .execute()
      await db.schema
        .createIndex('applicationPerson')
        .on('application')
        .column('idNumberHash')
        .execute()
      await db.schema
        .createTable('action')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('serial', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('clerk', 'text', (column) => column.notNull())
        .addColumn('detail', 'text', (column) => column.notNull())
        .addColumn('status', 'text')
        .addColumn('at', 'text', (column) => column.notNull())
        .execute()
      await db.schema.createIndex('actionOfApplication').on('action').column('serial').execute()
    },
  },
  '003-address': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('address')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('conversationId', 'text', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .addColumn('heardAt', 'text', (column) => column.notNull())
        .addColumn('sentSince', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema
        .createIndex('addressOfConversation')
        .on('address')
        .column('conversationId')
        .execute()
      await db.schema
        .createTable('mention')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createTable('joinCode')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('conversationId', 'text', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('expiresAt', 'text', (column) => column.notNull())
        .addColumn('usedBy', 'text')
        .execute()
      await db.schema
        .createIndex('joinCodeOfConversation')
        .on('joinCode')
        .column('conversationId')
        .execute()
      await db.schema
        .createTable('joining')
        .addColumn('conversationId', 'text', (column) => column.primaryKey())
        .addColumn('into', 'text', (column) => column.notNull())
        .execute()
      await db.schema.createIndex('joiningInto').on('joining').column('into').execute()
      await db.schema
        .alterTable('outbox')
        .addColumn('parcels', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema.alterTable('outbox').addColumn('mergedInto', 'text').execute()
    },
  },
  '004-look': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('look')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('clerk', 'text', (column) => column.notNull())
        .addColumn('page', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('query', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '005-clerk': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('clerk')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('passwordHash', 'text', (column) => column.notNull())
        .addColumn('since', 'text', (column) => column.notNull())
        .addColumn('closedAt', 'text')
        .execute()
      await db.schema
        .createTable('proposal')
        .addColumn('serial', 'text', (column) => column.primaryKey())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('particulars', 'text', (column) => column.notNull())
        .addColumn('clerk', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '007-step': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('turn').addColumn('step', 'text').execute()
      await db.schema
        .createIndex('turnTaken')
        .on('turn')
        .columns(['takenAt', 'flow', 'step', 'conversationId'])
        .execute()
    },
  },
  '010-document': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('document')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('fileHash', 'text', (column) => column.notNull())
        .addColumn('issuedAt', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '020-growth': {
    async up(db: Kysely<unknown>) {
      // What one conversation is owed, without what is held for all others.
      await sql`create index "outboxOwed" on "outbox" ("conversationId", "dueAt")
        where "sentAt" is null`.execute(db)
      // Changes of status, without all that was filed since the last one.
      await sql`create index "actionChange" on "action" ("id") where "status" is not null`.execute(
        db,
      )
      await db.schema
        .createIndex('filingOfConversation')
        .on('filing')
        .column('conversationId')
        .execute()
    },
  },
  '030-attempt': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('attempt')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('count', 'integer', (column) => column.notNull())
        .addColumn('firstAt', 'text', (column) => column.notNull())
        .addColumn('lastAt', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '031-ownPassword': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('clerk')
        .addColumn('ownPassword', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
    },
  },
  '032-ticket': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('ticket')
        .addColumn('conversationId', 'text', (column) => column.primaryKey())
        .addColumn('madeAt', 'text', (column) => column.notNull())
        .addColumn('usedAt', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '033-erased': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('erased')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute()
    },
  },
}
