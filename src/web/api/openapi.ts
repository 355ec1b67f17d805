import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig } from '@asteasolutions/zod-to-openapi'
import type { z } from 'zod'
import type { Answer, Endpoint } from './endpoint.ts'
import { ProblemDetails } from './schemas.ts'

export type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>

/** The API's own description (OpenAPI 3.1), from the same schemas that check its input. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Document {
  const registry = new OpenAPIRegistry()
  for (const { method, path, summary, params, query, headers, body, file, answers, problems } of endpoints)
    registry.registerPath({
      method,
      path,
      summary,
      operationId: operationId(method, path),
      request: {
        ...(params && { params }),
        ...(query && { query }),
        ...(headers && { headers }),
        ...(file && { body: { required: true, content: filesOf(file) } }),
        ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
      },
      responses: {
        ...Object.fromEntries(answers.map((answer) => [answer.status, responseOf(answer)])),
        ...Object.fromEntries([...problems, 500].map((status) => [status, problemResponse])),
      },
    })
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Farshelf', version, description: 'Searches many libraries at once and merges what they answer.' },
    servers: [{ url: '/api/v1' }],
  })
}

const filesOf = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]))

const responseOf = ({ description, schema, mediaTypes }: Answer): ResponseConfig => {
  const types = mediaTypes ?? (schema ? ['application/json'] : [])
  return types.length === 0 ? { description } : { description, content: contentOf(types, schema) }
}

const contentOf = (types: readonly string[], schema?: z.ZodType) =>
  Object.fromEntries(types.map((type) => [type, schema ? { schema } : {}]))

const problemResponse: ResponseConfig = {
  description: 'What went wrong',
  content: { 'application/problem+json': { schema: ProblemDetails } },
}

/** `getSearchesIdHits` and the like. */
const operationId = (method: string, path: string) =>
  method + path.replace(/\{|\}/g, '').replace(/\/(\w)/g, (_, letter: string) => letter.toUpperCase())
