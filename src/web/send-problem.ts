import type { Response } from 'express'
import { type Mishap, titleOf } from './mishap.ts'

/** Answers with problem details (RFC 9457). `code` is for programs, `detail` for people, `further` members for either. */
export function sendProblem(
  res: Response,
  { status, code, text, context, request }: Mishap,
  further: Readonly<Record<string, unknown>> = {},
): void {
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:farshelf:problem:${code}`,
        title: titleOf(code),
        status,
        detail: text,
        code,
        context,
        instance: `urn:uuid:${request}`,
        ...further,
      }),
    )
}
