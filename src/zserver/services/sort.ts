import {
  type Apdu,
  condition,
  queryOf,
  refuse,
  type SortKeySpec,
  type SortRequest,
} from '../../standards/z3950/index.ts'
import type { SortOrder } from '../database.ts'
import type { Session } from '../session.ts'
import { SessionSet } from '../session-set.ts'
import { diagnose } from './diagnosis.ts'

const mostKeys = 8

/** Sorts a result set into the same or another one. Z39.50-2003 §3.2.7.1 */
export async function sort(session: Session, request: SortRequest): Promise<Apdu> {
  const { referenceId } = request
  try {
    const set = await sorted(session, request)
    session.sets.set(request.sortedResultSetName, set)
    return { type: 'sortResponse', value: { referenceId, sortStatus: 'success', resultCount: set.hits } }
  } catch (cause) {
    const diagnostic = diagnose(session, cause)
    return {
      type: 'sortResponse',
      value: {
        referenceId,
        sortStatus: 'failure',
        resultSetStatus: 'unchanged',
        diagnostics: [{ type: 'defaultFormat', value: diagnostic }],
      },
    }
  }
}

async function sorted(session: Session, request: SortRequest): Promise<SessionSet> {
  await session.admit()
  const [input, another] = request.inputResultSetNames
  if (input === undefined) return refuse(condition.noSuchResultSet)
  if (another !== undefined) refuse(condition.tooManySortInputs)
  const { parts } = session.set(input)
  session.checkName(request.sortedResultSetName)
  const [part, otherPart] = parts
  if (!part || otherPart) return refuse(condition.sortAcrossDatabases)
  if (request.sortSequence.length > mostKeys) refuse(condition.tooManySortKeys, mostKeys)
  return new SessionSet([{ ...part, set: await part.set.sort(request.sortSequence.map(orderOf)) }])
}

function orderOf({ sortElement, sortRelation, missingValueAction }: SortKeySpec): SortOrder {
  if (sortRelation !== 'ascending' && sortRelation !== 'descending') refuse(condition.sortRelation)
  if (missingValueAction?.type === 'missingValueData') refuse(condition.missingDataAction)
  return {
    by: fieldOf(sortElement),
    descending: sortRelation === 'descending',
    missing: missingValueAction?.type === 'abort' ? 'abort' : 'last',
  }
}

function fieldOf(element: SortKeySpec['sortElement']): SortOrder['by'] {
  if (element.type !== 'generic') return refuse(condition.databaseSort)
  const { type, value } = element.value
  if (type === 'sortfield') return value
  if (type !== 'sortAttributes') return refuse(condition.illegalSort)
  const { attributeSet, root } = queryOf({
    attributeSet: value.id,
    rpn: {
      type: 'op',
      value: { type: 'attrTerm', value: { attributes: value.list, term: { type: 'null', value: null } } },
    },
  })
  return { attributeSet, attributes: root.op === 'term' ? root.attributes : [] }
}
