import { childrenOf, readXml, type XmlElement, type XmlLimits } from '../xml/index.ts'
import type { Service } from './initiation.ts'
import { namespace } from './write.ts'

/** What an answer may take. One about a reader with many loans was not asked for. */
export const responseLimits: XmlLimits = {
  bytes: 256 * 1024,
  depth: 24,
  elements: 4000,
  attributes: 32,
  name: 256,
  text: 64 * 1024,
}

/** Why a system did not do what it was asked. NCIP 2.02, Problem. */
export interface NcipProblem {
  readonly type: string
  readonly detail: string
  readonly element: string
  readonly value: string
}

/** What a system says of somebody. */
export interface NcipUser {
  readonly id: string | undefined
  /** Other ids it is known by, such as its barcode. */
  readonly otherIds: readonly string[]
  readonly name: string | undefined
  readonly email: string | undefined
  /** What keeps it from borrowing, in the system's words. */
  readonly blocks: readonly string[]
  readonly privileges: readonly { readonly type: string; readonly status: string; readonly until: string | undefined }[]
}

/** What was answered, as far as it was said. Times are as they were written. */
export interface NcipResponse {
  readonly requestId: string | undefined
  readonly itemId: string | undefined
  readonly user: NcipUser
  readonly dateDue: string | undefined
  /** A renewal that is still to be decided. */
  readonly pending: boolean
  readonly title: string | undefined
  readonly callNumber: string | undefined
  /** The number a copy is known by, where it was not given as its id. */
  readonly copyNumber: string | undefined
  readonly circulationStatus: string | undefined
  /** Who has it. */
  readonly borrower: string | undefined
}

/** An answer to what was asked; the problems it had; or no answer to it at all. */
export type NcipReading =
  | { readonly kind: 'response'; readonly response: NcipResponse }
  | { readonly kind: 'problems'; readonly problems: readonly [NcipProblem, ...NcipProblem[]] }
  | { readonly kind: 'unreadable'; readonly detail: string }

/**
 * Reads the answer to a service by the names of its elements, in whatever order and with whatever prefix they come, with or
 * without a namespace; from at most `responseLimits.bytes` bytes. Never throws.
 */
export function readResponse(bytes: Uint8Array, service: Service): NcipReading {
  const document = readXml(bytes, responseLimits)
  if (!document.ok) return { kind: 'unreadable', detail: document.detail }
  const { root } = document
  if (root.name !== 'NCIPMessage' || !isOurs(root)) return { kind: 'unreadable', detail: 'it is no message of NCIP' }
  const answer = root.children.find(({ name }) => name === `${service}Response`)
  // What could not be understood at all is answered with problems alone.
  const problems = [...childrenOf(root, 'Problem'), ...(answer ? childrenOf(answer, 'Problem') : [])].map(problemIn)
  const [first, ...others] = problems
  if (first) return { kind: 'problems', problems: [first, ...others] }
  if (!answer) {
    const other = root.children.find(({ name }) => name !== 'Ext')?.name ?? 'nothing'
    return { kind: 'unreadable', detail: `${service} was asked, and ${other} came` }
  }
  return { kind: 'response', response: responseIn(answer) }
}

const isOurs = ({ namespace: found }: XmlElement): boolean => found === namespace || found === ''

/** What stands at the end of a path of names; undefined where it is empty. */
function textAt(element: XmlElement, ...path: readonly string[]): string | undefined {
  const [name, ...rest] = path
  if (name === undefined) return element.text.trim() || undefined
  for (const child of childrenOf(element, name)) {
    const text = textAt(child, ...rest)
    if (text !== undefined) return text
  }
  return undefined
}

/** Schemes are told apart by some systems, and by us not: the value counts. Some write it as an element of its own. */
const problemIn = (problem: XmlElement): NcipProblem => ({
  type: textAt(problem, 'ProblemType') ?? textAt(problem, 'ProblemType', 'Value') ?? 'a problem without a name',
  detail: textAt(problem, 'ProblemDetail') ?? '',
  element: textAt(problem, 'ProblemElement') ?? '',
  value: textAt(problem, 'ProblemValue') ?? '',
})

const nothing: XmlElement = { namespace, name: '', attributes: new Map(), children: [], text: '', line: 0 }

function responseIn(answer: XmlElement): NcipResponse {
  const [item = nothing] = childrenOf(answer, 'ItemOptionalFields')
  return {
    requestId: textAt(answer, 'RequestId', 'RequestIdentifierValue'),
    itemId: textAt(answer, 'ItemId', 'ItemIdentifierValue'),
    user: userIn(answer),
    dateDue: textAt(answer, 'DateDue') ?? textAt(item, 'DateDue'),
    pending: childrenOf(answer, 'Pending').length > 0,
    title: textAt(item, 'BibliographicDescription', 'Title'),
    callNumber: textAt(item, 'ItemDescription', 'CallNumber'),
    copyNumber: textAt(item, 'ItemDescription', 'CopyNumber'),
    circulationStatus: textAt(item, 'CirculationStatus'),
    borrower: textAt(answer, 'ItemTransaction', 'CurrentBorrower', 'UserId', 'UserIdentifierValue'),
  }
}

function userIn(answer: XmlElement): NcipUser {
  const [fields = nothing] = childrenOf(answer, 'UserOptionalFields')
  const person = ['NameInformation', 'PersonalNameInformation'] as const
  const given = textAt(fields, ...person, 'StructuredPersonalUserName', 'GivenName')
  const surname = textAt(fields, ...person, 'StructuredPersonalUserName', 'Surname')
  const structured = [given, surname].filter((part) => part !== undefined).join(' ')
  const whole = textAt(fields, ...person, 'UnstructuredPersonalUserName')
  const organisation = textAt(fields, 'NameInformation', 'OrganizationNameInformation', 'OrganizationName')
  return {
    id: textAt(answer, 'UserId', 'UserIdentifierValue'),
    otherIds: childrenOf(fields, 'UserId').flatMap((id) => textAt(id, 'UserIdentifierValue') ?? []),
    name: structured || whole || organisation,
    email: childrenOf(fields, 'UserAddressInformation')
      .flatMap((one) => textAt(one, 'ElectronicAddress', 'ElectronicAddressData') ?? [])
      .find((address) => address.includes('@')),
    blocks: childrenOf(fields, 'BlockOrTrap').flatMap((one) => textAt(one, 'BlockOrTrapType') ?? []),
    privileges: childrenOf(fields, 'UserPrivilege').map((one) => ({
      type: textAt(one, 'AgencyUserPrivilegeType') ?? '',
      status: textAt(one, 'UserPrivilegeStatus', 'UserPrivilegeStatusType') ?? '',
      until: textAt(one, 'ValidToDate'),
    })),
  }
}
