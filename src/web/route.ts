import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { Problem } from '../problems.ts'
import { type Visitor, visitorOf } from './visitor.ts'

/** What a handler may need of the exchange beside its parsed input. */
export interface Exchange {
  readonly req: Request
  readonly res: Response
  readonly visitor: Visitor
  /** Fires when the caller has gone. */
  readonly signal: AbortSignal
}

/** A page's schema, then one call: path and query are parsed, anything wrong with them is a `bad-input` problem. */
export const route =
  <S extends z.ZodObject>(schema: S, handle: (input: z.output<S>, exchange: Exchange) => unknown): RequestHandler =>
  async (req, res) => {
    const input = parse(schema, { ...queryParameters(req, schema), ...req.params }, inPlainWords)
    await handle(input, exchangeOf(req, res))
  }

export const exchangeOf = (req: Request, res: Response): Exchange => ({
  req,
  res,
  visitor: visitorOf(res),
  signal: goneSignal(res),
})

/**
 * What a form sent, for the fields of a schema: the first value of each, all values where the schema has an array.
 * Judge it with the schema: what is wrong with it belongs on the form's page, beside what was typed.
 */
export function formFields(req: Request, schema: z.ZodObject): Record<string, string | string[]> {
  const body = (req.body ?? {}) as Record<string, string | string[] | undefined>
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, type]): [string, string | string[]][] => {
      const given = Object.hasOwn(body, name) ? body[name] : undefined
      // Boxes of which none is ticked send nothing.
      if (given === undefined) return type instanceof z.ZodArray ? [[name, []]] : []
      const values = typeof given === 'string' ? [given] : given
      return [[name, type instanceof z.ZodArray ? values : (values[0] ?? '')]]
    }),
  )
}

/** What is wrong with an input, in words: where, and what the schema says. */
type Complaint = (where: string, message: string) => string

const inPlainWords: Complaint = (where) => `Its part “${where}” cannot be understood.`
const inDetail: Complaint = (where, message) => (where ? `${where}: ${message}` : message)

/** @throws Problem bad-input naming the first thing wrong */
export function parse<S extends z.ZodType>(schema: S, input: unknown, complaint = inDetail): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw new Problem('bad-input', { detail: complaint(path.map(String).join('.'), message) })
}

/**
 * The parameters the schema knows, and no others: the first value of each, all values where the schema has an array.
 * What else is in the address does nothing.
 */
export function queryParameters(req: Request, schema: z.ZodObject): Record<string, string | string[]> {
  const given = new URLSearchParams(/\?.*/s.exec(req.url)?.[0])
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, type]): [string, string | string[]][] => {
      if (type instanceof z.ZodArray) return [[name, given.getAll(name).filter(Boolean)]]
      const value = given.get(name)
      return value === null || value === '' ? [] : [[name, value]]
    }),
  )
}

/** Fires when the caller of an answer has gone, which may have been before anybody asked. */
export function goneSignal(res: Response): AbortSignal {
  if (res.closed) return AbortSignal.abort()
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  return gone.signal
}
