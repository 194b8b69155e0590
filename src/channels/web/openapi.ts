import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { Opening, Sent } from './body.ts'

const chat = {
  name: 'chat',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
}
const after = { name: 'after', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } }
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const parts = { id: { type: 'string' }, file: { type: 'string', format: 'binary' } }
/** A form with a file. */
const upload = (required: (keyof typeof parts)[]) => ({
  content: {
    'multipart/form-data': {
      schema: {
        ...{ type: 'object', required },
        properties: Object.fromEntries(required.map((name) => [name, parts[name]])),
      },
    },
  },
})
/** A schema as OpenAPI 3.1 has it, which names the dialect once for all of them. */
function shape(schema: v.GenericSchema) {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    ...{ target: 'draft-2020-12', errorMode: 'ignore' },
  })
  return rest
}
const errors = {
  '400': { description: 'The request is malformed', ...json(ref('Error')) },
  '404': { description: 'No such chat, or not its token', ...json(ref('Error')) },
  '413': { description: 'The request is too large', ...json(ref('Error')) },
  '429': { description: 'Too many requests', ...json(ref('Error')) },
  '503': { description: 'Nothing can be kept just now; ask again', ...json(ref('Error')) },
}
const answer = {
  description: 'What was answered, and where the chat stands',
  ...json(ref('Answer')),
}
const nullable = (type: string) => ({ type: [type, 'null'] })

/** The description of the web chat's API, as `GET /openapi.json` gives it. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'jiexu 接续', version: '1', description: 'The web chat of jiexu.' },
  security: [{ token: [] }],
  paths: {
    '/api/chats': {
      post: {
        summary: 'Begins a chat',
        security: [],
        requestBody: json(shape(Opening)),
        responses: {
          '201': { description: 'The chat, its token, the greeting', ...json(ref('NewChat')) },
          ...errors,
        },
      },
    },
    '/api/chats/{chat}/messages': {
      post: {
        summary: 'Says something, chooses something, or sends a file',
        description:
          "`id` is the client's own: the same id again gives the same answer and does nothing.",
        parameters: [chat],
        requestBody: {
          content: {
            'application/json': { schema: shape(Sent) },
            ...upload(['id', 'file']).content,
          },
        },
        responses: { '200': answer, ...errors },
      },
    },
    '/api/chats/{chat}': {
      get: {
        summary: 'Everything after a message',
        parameters: [chat, after],
        responses: { '200': answer, ...errors },
      },
      delete: {
        summary: 'Erases the chat',
        parameters: [chat],
        responses: { '200': { description: 'What was erased, in words' }, ...errors },
      },
    },
    '/api/chats/{chat}/events': {
      get: {
        summary:
          'Messages as they come; the id of each event is its seq, and Last-Event-ID resumes',
        description:
          'Where answers bear the header Jiexu-Live: websocket, a WebSocket may be opened instead, with the protocols jiexu and the token; each of its messages is {id, type, data}, and ping is answered by pong.',
        parameters: [chat, after],
        responses: {
          '101': { description: 'A WebSocket' },
          '200': {
            description: 'Messages',
            content: { 'text/event-stream': { schema: ref('Message') } },
          },
          ...errors,
          '501': { description: 'There are no WebSockets here', ...json(ref('Error')) },
        },
      },
    },
    '/api/chats/{chat}/export': {
      get: {
        summary: 'Everything that is held about the person',
        parameters: [chat],
        responses: { '200': { description: 'As JSON', ...json({ type: 'object' }) }, ...errors },
      },
    },
    '/pictures/{paper}/{cell}.svg': {
      get: {
        summary: 'A paper certificate with one cell framed; the same with .png',
        security: [],
        parameters: [
          { ...chat, name: 'paper', schema: { enum: ['pension', 'medical'] } },
          { ...chat, name: 'cell', schema: { type: 'string' } },
        ],
        responses: { '200': { description: 'The picture' }, ...errors },
      },
    },
    '/verify': {
      get: {
        summary: 'Whether a document with this number was issued; a page unless JSON is asked for',
        security: [],
        parameters: [{ ...chat, name: 'number', in: 'query', schema: { type: 'string' } }],
        responses: { '200': { description: 'What was found', ...json(ref('Verdict')) }, ...errors },
      },
    },
    '/verify/{number}': {
      get: {
        summary: 'What the code on a document leads to: is the number’s signature ours?',
        security: [],
        parameters: [
          { ...chat, name: 'number', schema: { type: 'string' } },
          { ...chat, name: 's', in: 'query', required: false, schema: { type: 'string' } },
        ],
        responses: { '200': { description: 'What was found', ...json(ref('Verdict')) }, ...errors },
      },
      post: {
        summary: 'Whether the file sent as `file` is the document of this number',
        security: [],
        parameters: [{ ...chat, name: 'number', schema: { type: 'string' } }],
        requestBody: upload(['file']),
        responses: { '200': { description: 'What was found', ...json(ref('Verdict')) }, ...errors },
      },
    },
    '/api/chats/{chat}/files/{file}': {
      get: {
        summary: 'A file of the chat',
        parameters: [chat, { ...chat, name: 'file', schema: { type: 'string' } }],
        responses: { '200': { description: 'The file' }, ...errors },
      },
    },
    '/healthz': {
      get: {
        summary: 'Whether the server can take a message',
        security: [],
        responses: { '200': { description: 'It can' } },
      },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Message: {
        type: 'object',
        required: ['seq', 'from', 'flow', 'text', 'at'],
        properties: {
          seq: { type: 'integer' },
          from: { enum: ['assistant', 'user', 'clerk'] },
          flow: nullable('string'),
          text: { type: 'string', description: 'Plain text with **bold**, lists and links' },
          choices: {
            type: 'array',
            items: {
              type: 'object',
              properties: { value: { type: 'string' }, label: { type: 'string' } },
            },
          },
          picture: {
            type: 'object',
            properties: { url: { type: 'string' }, alt: { type: 'string' } },
          },
          file: {
            type: 'object',
            properties: {
              url: { type: 'string' },
              name: { type: 'string' },
              bytes: { type: 'integer' },
            },
          },
          at: { type: 'string', format: 'date-time' },
        },
      },
      State: {
        type: 'object',
        properties: {
          flow: nullable('string'),
          step: nullable('string'),
          field: nullable('string'),
          progress: {
            type: ['object', 'null'],
            properties: { done: { type: 'integer' }, total: { type: 'integer' } },
          },
          answers: { type: 'object', description: 'What has been understood so far, by field' },
          dossier: {
            type: ['object', 'null'],
            properties: { serial: { type: 'string' }, status: { type: 'string' } },
          },
          advice: {
            type: ['object', 'null'],
            properties: {
              verdict: { enum: ['transfer', 'later', 'cannot', 'none'] },
              kind: { type: 'string' },
              benefitPlace: nullable('string'),
              basis: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: { document: { type: 'string' }, article: { type: 'string' } },
                },
              },
              otherwise: nullable('string'),
            },
          },
        },
      },
      Answer: {
        type: 'object',
        properties: { messages: { type: 'array', items: ref('Message') }, state: ref('State') },
      },
      NewChat: {
        type: 'object',
        properties: {
          chat: { type: 'string' },
          token: { type: 'string' },
          messages: { type: 'array', items: ref('Message') },
          state: ref('State'),
        },
      },
      Verdict: {
        type: 'object',
        required: ['verdict'],
        properties: {
          verdict: { enum: ['genuine', 'changed', 'unknown'] },
          checked: { enum: ['number', 'code', 'file'] },
          kind: { type: 'string' },
          title: { type: 'string' },
          number: { type: 'string' },
          issuedOn: { type: 'string', format: 'date' },
        },
      },
      Error: {
        type: 'object',
        properties: {
          error: {
            type: 'object',
            required: ['code', 'message'],
            properties: {
              code: { type: 'string' },
              message: { type: 'string' },
              field: { type: 'string' },
            },
          },
        },
      },
    },
  },
} as const
