import { expect, test } from 'vitest'
import { openapi } from '../../src/channels/web/openapi.ts'

type Operation = { requestBody?: object; responses: Readonly<Record<string, unknown>> }
const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method} ${path}`,
    ...(operation as Operation),
  })),
)

test('every answer that a call can give is described', () => {
  const unkept = operations.filter(({ responses }) => !('503' in responses))
  expect(unkept.map(({ name }) => name)).toEqual(['get /healthz'])
  expect(openapi.paths['/api/chats/{chat}/events'].get.responses).toHaveProperty('501')
})

test('every call that takes a body describes it', () => {
  const bare = operations.filter(({ name, requestBody }) => /^post/.test(name) && !requestBody)
  expect(bare.map(({ name }) => name)).toEqual([])
})

test('schemas are of the dialect of OpenAPI 3.1, and name no other', () => {
  expect(JSON.stringify(openapi)).not.toContain('$schema')
  expect(JSON.stringify(openapi)).toContain('"maxLength":4000')
})
