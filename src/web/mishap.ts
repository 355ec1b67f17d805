import { databaseProblem } from '../kit/db/index.ts'
import { Problem, type ProblemCode } from '../problems.ts'

/** Anything that went wrong, as a stranger may know it. */
export interface Mishap {
  readonly status: number
  readonly code: ProblemCode | 'server-error'
  readonly text: string
  /** Context of the problem: which target, record, byte. */
  readonly context: Problem['context']
  /** The request's id, which the log has too. */
  readonly request: string
}

/** What Express and its parsers raise, in our terms. Their errors carry a status and `expose`. */
const foreign: Readonly<Record<number, ProblemCode>> = {
  400: 'bad-input',
  404: 'not-found',
  413: 'body-too-large',
  415: 'bad-input',
}

/** Turns an error into what may be said about it: the words of a problem, or nothing of what only the log should hold. */
export function mishapOf(error: unknown, request: string): Mishap {
  const problem = error instanceof Problem ? error : (databaseProblem(error) ?? asProblem(error))
  if (!problem || problem.status === 500)
    return {
      status: 500,
      code: problem?.code ?? 'server-error',
      text: 'This has been written down and will be looked at.',
      context: {},
      request,
    }
  return { status: problem.status, code: problem.code, text: problem.message, context: problem.context, request }
}

function asProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined
  const code = foreign[error.status]
  return code && new Problem(code, { detail: 'It cannot be read.', what: 'page' }, { cause: error })
}

/** `too-many-requests` in words: the same for every occurrence, as RFC 9457 wants of a title. */
export const titleOf = (code: Mishap['code']): string => {
  const words = code.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
