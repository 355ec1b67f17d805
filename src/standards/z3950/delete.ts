import { implicit, integer, namedInteger, optional, sequence, sequenceOf, type Value } from '../asn1/index.ts'
import { InternationalString, ReferenceId, ResultSetId } from './auxiliary.ts'
import { OtherInformation } from './other-information.ts'

/** Z39.50-2003 §3.2.4.1.4. */
export const DeleteSetStatus = implicit(
  33,
  namedInteger({
    success: 0,
    resultSetDidNotExist: 1,
    previouslyDeletedByTarget: 2,
    systemProblemAtTarget: 3,
    accessNotAllowed: 4,
    resourceControlAtOrigin: 5,
    resourceControlAtTarget: 6,
    bulkDeleteNotSupported: 7,
    notAllRsltSetsDeletedOnBulkDlte: 8,
    notAllRequestedResultSetsDeleted: 9,
    resultSetInUse: 10,
  }),
)
export type DeleteSetStatus = Value<typeof DeleteSetStatus>

export const ListStatuses = sequenceOf(sequence({ id: ResultSetId, status: DeleteSetStatus }))
export type ListStatuses = Value<typeof ListStatuses>

/** Forgets result sets, those listed or all. Z39.50-2003 §3.2.4.1. */
export const DeleteResultSetRequest = sequence({
  referenceId: optional(ReferenceId),
  deleteFunction: implicit(32, namedInteger({ list: 0, all: 1 })),
  resultSetList: optional(sequenceOf(ResultSetId)),
  otherInfo: optional(OtherInformation),
})
export type DeleteResultSetRequest = Value<typeof DeleteResultSetRequest>

/** Z39.50-2003 §3.2.4.1. */
export const DeleteResultSetResponse = sequence({
  referenceId: optional(ReferenceId),
  // The standard tags a tagged type again, implicitly: [0] stands for [33] here.
  deleteOperationStatus: implicit(0, DeleteSetStatus),
  deleteListStatuses: optional(implicit(1, ListStatuses)),
  numberNotDeleted: optional(implicit(34, integer)),
  bulkStatuses: optional(implicit(35, ListStatuses)),
  deleteMessage: optional(implicit(36, InternationalString)),
  otherInfo: optional(OtherInformation),
})
export type DeleteResultSetResponse = Value<typeof DeleteResultSetResponse>
