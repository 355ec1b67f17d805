import {
  type Apdu,
  condition,
  type DefaultDiagFormat,
  type InitializeRequest,
  initDiagnostic,
  type Options,
} from '../../standards/z3950/index.ts'
import { isAdmitted } from '../credentials.ts'
import type { Agreement, ServerSettings } from '../session.ts'
import { diagnosticFor } from './diagnosis.ts'

/** The services and features offered. Whatever else is asked for is not granted. */
const offered = ['search', 'present', 'delSet', 'scan', 'sort', 'namedResultSets'] as const

/** A client that names less than this could not take a single ordinary record. */
const smallestMessage = 1024

/** Answers initRequest. Without `agreed` the client has been turned away. Z39.50-2003 §3.2.1.1 */
export function initialize(
  { credentials, limits, name, version }: ServerSettings,
  request: InitializeRequest,
): { response: Apdu; agreed: Agreement | undefined } {
  const asked = request.protocolVersion
  const older = asked.version1 === true || asked.version2 === true
  const version3 = asked.version3 === true
  const reason = whyNot(version3 ? 3 : 2, older || version3, request, credentials)
  const messageSize = within(request.preferredMessageSize, limits.messageSize)
  const agreed: Agreement = {
    version: version3 ? 3 : 2,
    namedSets: request.options.namedResultSets === true,
    messageSize,
    recordSize: Math.max(messageSize, within(request.exceptionalRecordSize, limits.recordSize)),
  }
  const options: Options = Object.fromEntries(offered.map((option) => [option, request.options[option] === true]))
  const response: Apdu = {
    type: 'initResponse',
    value: {
      referenceId: request.referenceId,
      protocolVersion: { version1: older, version2: older, version3 },
      options,
      preferredMessageSize: messageSize,
      exceptionalRecordSize: agreed.recordSize,
      result: reason === undefined,
      implementationId: 'Farshelf',
      implementationName: name,
      implementationVersion: version,
      userInformationField: reason && initDiagnostic(reason),
    },
  }
  return { response, agreed: reason ? undefined : agreed }
}

function whyNot(
  version: Agreement['version'],
  understood: boolean,
  { idAuthentication }: InitializeRequest,
  credentials: ServerSettings['credentials'],
): DefaultDiagFormat | undefined {
  if (!understood) return diagnosticFor(version, condition.unspecified, 'no protocol version in common')
  if (credentials === undefined || isAdmitted(idAuthentication, credentials)) return undefined
  return diagnosticFor(version, idAuthentication ? condition.badCredentials : condition.accessRefused)
}

/** 0 stands for no limit with some clients. */
const within = (asked: number, most: number) => (asked <= 0 ? most : Math.max(smallestMessage, Math.min(asked, most)))
