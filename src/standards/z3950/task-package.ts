import {
  external,
  generalizedTime,
  implicit,
  namedInteger,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  type Value,
} from '../asn1/index.ts'
import { InternationalString, IntUnit } from './auxiliary.ts'
import { DiagRec } from './diagnostics.ts'
import { Permissions } from './extended-services.ts'

/** How a task stands: record syntax 1.2.840.10003.5.106. Z39.50-2003 appendix REC, ESTaskPackage. */
export const TaskPackage = sequence({
  packageType: implicit(1, oid),
  packageName: optional(implicit(2, InternationalString)),
  userId: optional(implicit(3, InternationalString)),
  retentionTime: optional(implicit(4, IntUnit)),
  permissions: optional(implicit(5, Permissions)),
  description: optional(implicit(6, InternationalString)),
  targetReference: optional(implicit(7, octets)),
  creationDateTime: optional(implicit(8, generalizedTime)),
  taskStatus: implicit(9, namedInteger({ pending: 0, active: 1, complete: 2, aborted: 3 })),
  packageDiagnostics: optional(implicit(10, sequenceOf(DiagRec))),
  taskSpecificParameters: implicit(11, external),
})
export type TaskPackage = Value<typeof TaskPackage>
