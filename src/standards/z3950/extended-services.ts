import { external, implicit, namedInteger, oid, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import { ElementSetName, InternationalString, IntUnit, ReferenceId } from './auxiliary.ts'
import { DiagRec } from './diagnostics.ts'
import { OtherInformation } from './other-information.ts'

/** The standard requires `userId`; YAZ does without. */
export const Permissions = sequenceOf(
  sequence({
    userId: optional(implicit(1, InternationalString)),
    allowableFunctions: implicit(
      2,
      sequenceOf(namedInteger({ delete: 1, modifyContents: 2, modifyPermissions: 3, present: 4, invoke: 5 })),
    ),
  }),
)
export type Permissions = Value<typeof Permissions>

/**
 * The envelope of a task such as an item order or an update; `packageType` names what `taskSpecificParameters` hold.
 * Z39.50-2003 §3.2.9.1.
 */
export const ExtendedServicesRequest = sequence({
  referenceId: optional(ReferenceId),
  function: implicit(3, namedInteger({ create: 1, delete: 2, modify: 3 })),
  packageType: implicit(4, oid),
  packageName: optional(implicit(5, InternationalString)),
  userId: optional(implicit(6, InternationalString)),
  retentionTime: optional(implicit(7, IntUnit)),
  permissions: optional(implicit(8, Permissions)),
  description: optional(implicit(9, InternationalString)),
  taskSpecificParameters: optional(implicit(10, external)),
  waitAction: implicit(11, namedInteger({ wait: 1, waitIfPossible: 2, dontWait: 3, dontReturnPackage: 4 })),
  elements: optional(ElementSetName),
  otherInfo: optional(OtherInformation),
})
export type ExtendedServicesRequest = Value<typeof ExtendedServicesRequest>

/** Z39.50-2003 §3.2.9.1. */
export const ExtendedServicesResponse = sequence({
  referenceId: optional(ReferenceId),
  operationStatus: implicit(3, namedInteger({ done: 1, accepted: 2, failure: 3 })),
  diagnostics: optional(implicit(4, sequenceOf(DiagRec))),
  taskPackage: optional(implicit(5, external)),
  otherInfo: optional(OtherInformation),
})
export type ExtendedServicesResponse = Value<typeof ExtendedServicesResponse>
