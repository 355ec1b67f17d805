import type { Apdu, DeleteResultSetRequest, ListStatuses } from '../../standards/z3950/index.ts'
import type { Session } from '../session.ts'

/** Forgets result sets: those listed, or all of the session. Z39.50-2003 §3.2.4.1 */
export function deleteResultSets(session: Session, request: DeleteResultSetRequest): Apdu {
  const { referenceId, deleteFunction, resultSetList = [] } = request
  if (deleteFunction !== 'list') {
    session.sets.clear()
    return { type: 'deleteResultSetResponse', value: { referenceId, deleteOperationStatus: 'success' } }
  }
  const deleteListStatuses: ListStatuses = resultSetList.map((id) => ({
    id,
    status: session.sets.delete(id) ? 'success' : 'resultSetDidNotExist',
  }))
  const isAll = deleteListStatuses.every(({ status }) => status === 'success')
  return {
    type: 'deleteResultSetResponse',
    value: {
      referenceId,
      deleteOperationStatus: isAll ? 'success' : 'notAllRequestedResultSetsDeleted',
      deleteListStatuses,
    },
  }
}
