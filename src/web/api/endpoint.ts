import type { RequestHandler } from 'express'
import type { z } from 'zod'
import { type Exchange, exchangeOf, parse, queryParameters } from '../route.ts'

/** What an operation may answer when all is well: a schema for JSON, else media types. */
export interface Answer {
  readonly status: number
  readonly description: string
  readonly schema?: z.ZodType
  readonly mediaTypes?: readonly string[]
}

/** A problem that says more than problems do, by a schema of its own. */
export const problemAnswer = (status: number, description: string, schema: z.ZodType): Answer => ({
  ...{ status, description, schema },
  mediaTypes: ['application/problem+json'],
})

/** One operation of the API: the router and its document are both made from this. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** With parameters in braces, as OpenAPI has them. */
  readonly path: string
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly headers?: z.ZodObject
  readonly body?: z.ZodType
  /** The body is a file of one of these media types: nobody reads it before the handler does. */
  readonly file?: readonly string[]
  /** Of the body, where it may be larger than usual. */
  readonly bodyLimit?: string
  readonly answers: readonly Answer[]
  /** Statuses of the problems that belong to this operation. */
  readonly problems: readonly number[]
  readonly handler: RequestHandler
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined

/** Binds schemas to the function that gets what they let through. */
export function endpoint<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  H extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  description: Omit<Endpoint, 'params' | 'query' | 'headers' | 'body' | 'handler'> & {
    readonly params?: P
    readonly query?: Q
    readonly headers?: H
    readonly body?: B
    readonly handle: (
      input: { params: Output<P>; query: Output<Q>; headers: Output<H>; body: Output<B> },
      exchange: Exchange,
    ) => unknown
  },
): Endpoint {
  const { params, query, headers, body, handle, ...rest } = description
  return {
    ...rest,
    ...(params && { params }),
    ...(query && { query }),
    ...(headers && { headers }),
    ...(body && { body }),
    handler: async (req, res) => {
      const input = {
        params: params && parse(params, req.params),
        query: query && parse(query, queryParameters(req, query)),
        headers: headers && parse(headers, req.headers),
        body: body && parse(body, req.body),
      } as Parameters<typeof handle>[0]
      await handle(input, exchangeOf(req, res))
    },
  }
}
