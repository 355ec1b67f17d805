import { bib1CodeOf, type Failure, type Phase, type TargetDiagnostic } from '../zoom/index.ts'
import type { FailureWords, Limited } from './types.ts'

/** What was being done when a target failed, for staff. */
const doing: Record<Phase, string> = {
  queue: 'waiting for a free connection',
  connect: 'connecting',
  init: 'opening the session',
  search: 'searching',
  present: 'fetching records',
  scan: 'browsing its index',
  sort: 'sorting',
  total: 'searching and fetching records',
}

/** Bib-1 diagnostics a patron can understand or act upon; every other one is "could not carry out this search". */
const diagnosticPhrases: Readonly<Record<number, string>> = {
  4: 'the words are too common for this library',
  5: 'too many words for this library',
  12: 'too many results for this library',
  31: 'this library ran out of resources for this search',
  32: 'this library ran out of resources for this search',
  33: 'this library ran out of resources for this search',
  109: 'its catalogue is not available at the moment',
  114: 'this library cannot search this field',
  235: 'its catalogue is not set up rightly here',
  236: 'its catalogue is not open to us',
}

/** A diagnostic as staff read it: code, text and what the target added. */
export const diagnosticWords = ({ code, text, addinfo }: TargetDiagnostic): string =>
  `${code} ${text}${addinfo ? `: ${addinfo}` : ''}`
const listed = (diagnostics: readonly TargetDiagnostic[]) => diagnostics.map(diagnosticWords).join('; ')
/** A limit of ours that kept a target from being asked, for patrons. */
const heldBack = {
  searches: 'asked as often as we may in a minute',
  connections: 'all our connections to it are in use',
} as const

const seconds = (ms: number) => `${Math.round(ms / 100) / 10} s`

/** Says in words what went wrong at a target: a phrase for patrons, everything known for staff. */
export function failureWords(failure: Failure): FailureWords {
  const [phrase, detail] = words(failure)
  return { kind: failure.kind, phrase, detail }
}

/** What is said when something of ours broke; what it was is for the log alone. */
export const internalFailure: FailureWords = {
  kind: 'internal',
  phrase: 'could not be searched, because of a fault here',
  detail: 'Internal error: see the log',
}

/** Why not all that a target has was fetched of it in one search, though it answers. */
export interface FetchLimit {
  readonly limit: Limited['limit']
  readonly most: number
}

/** Says which limit kept more records from being fetched: a phrase for patrons, everything for staff. */
export function fetchLimitWords(reached: FetchLimit, hits: number): Omit<Limited, 'limit'> {
  const has = `it has ${hits.toLocaleString('en')}`
  const most = reached.most.toLocaleString('en')
  switch (reached.limit) {
    case 'records':
      return {
        phrase: `${most} of its records are the most we fetch`,
        detail: `Our limit of ${most} records of one search of it was reached; ${has}`,
      }
    case 'search':
      return {
        phrase: `${most} records of all libraries are the most we fetch`,
        detail: `Our limit of ${most} records of one search was reached; ${has}`,
      }
    case 'target':
      return {
        phrase: `gives no more than ${most} records`,
        detail: `It gave no more than ${most} records, though it says that ${has}`,
      }
  }
}

function words(failure: Failure): [phrase: string, detail: string] {
  switch (failure.kind) {
    case 'refused':
      return ['not answering', `The connection was refused: ${failure.detail}`]
    case 'unreachable':
      return ['not answering', `The host could not be reached: ${failure.detail}`]
    case 'timed-out':
      if (failure.phase === 'total')
        return [
          'not done in the time we give it',
          `Our limit of ${seconds(failure.after)} for one search of it was over while ${doing.total}`,
        ]
      return ['took too long to answer', `No answer within ${seconds(failure.after)} while ${doing[failure.phase]}`]
    case 'closed':
      return [
        // Whom it does not know it often turns away without a word.
        failure.phase === 'init' ? 'did not let us in' : 'ended the conversation',
        `The target closed the connection while ${doing[failure.phase]}${failure.reason ? `: ${failure.reason}` : ''}`,
      ]
    case 'access-denied':
      return [
        'did not let us in',
        `Access denied while ${doing[failure.phase]}: ${listed(failure.diagnostics) || 'no reason given'}`,
      ]
    case 'too-many-sessions':
      return ['is busy', `The target allows no further session: ${listed(failure.diagnostics)}`]
    case 'wrong-protocol':
      return ['is not set up rightly here', `Not a server of ${failure.expected}: it answered ${failure.found}`]
    case 'protocol-error': {
      const where = failure.offset === undefined ? '' : ` at byte ${failure.offset} of its answer`
      return [
        'gave an answer we could not read',
        `Protocol error while ${doing[failure.phase]}${where}: ${failure.detail}`,
      ]
    }
    case 'diagnostic': {
      const [first] = failure.diagnostics
      return [
        (first && diagnosticPhrases[bib1CodeOf(first) ?? 0]) ?? 'could not carry out this search',
        `Diagnostic while ${doing[failure.phase]}: ${listed(failure.diagnostics)}`,
      ]
    }
    case 'busy':
      return [heldBack[failure.limit], failure.detail]
    case 'circuit-open':
      return [
        'not answering, left out for now',
        `Not asked after repeated failures, next try ${new Date(failure.until).toISOString()}. Last: ${words(failure.last)[1]}`,
      ]
    case 'cancelled':
      return ['stopped', 'The search was stopped']
    case 'misconfigured':
      return ['is not set up rightly here', failure.detail]
  }
}
