import { type Apdu, condition, queryOf, refuse, type SearchRequest } from '../../standards/z3950/index.ts'
import type { Session } from '../session.ts'
import { SessionSet } from '../session-set.ts'
import { elementSetOf } from './composition.ts'
import { diagnose } from './diagnosis.ts'
import { failure, type Retrieved, retrieve } from './retrieve.ts'
import { termText } from './term-text.ts'

/** Makes a result set and sends the records that the request's set sizes ask for. Z39.50-2003 §3.2.2.1 */
export async function search(session: Session, request: SearchRequest): Promise<Apdu> {
  const { referenceId, resultSetName } = request
  let set: SessionSet
  try {
    set = await find(session, request)
  } catch (cause) {
    const { records } = failure(diagnose(session, cause))
    return {
      type: 'searchResponse',
      value: {
        referenceId,
        resultCount: 0,
        numberOfRecordsReturned: 0,
        nextResultSetPosition: 0,
        searchStatus: false,
        resultSetStatus: 'none',
        records,
      },
    }
  }
  session.sets.set(resultSetName, set)
  const retrieved = await firstRecords(session, request, set)
  return {
    type: 'searchResponse',
    value: {
      referenceId,
      resultCount: set.hits,
      numberOfRecordsReturned: 0,
      nextResultSetPosition: set.hits > 0 ? 1 : 0,
      searchStatus: true,
      ...retrieved,
    },
  }
}

async function find(session: Session, request: SearchRequest): Promise<SessionSet> {
  await session.admit()
  const { resultSetName, replaceIndicator, databaseNames, query } = request
  session.checkName(resultSetName)
  if (!replaceIndicator && session.sets.has(resultSetName)) refuse(condition.resultSetExists, resultSetName)
  // A query may use the set whose name its own result takes, so the old one goes only when the search is done.
  const old = session.sets.get(resultSetName)
  session.sets.delete(resultSetName)
  const databases = new Set(databaseNames.map((name) => session.database(name)))
  if (databases.size === 0) refuse(condition.noSuchDatabase)
  if (query.type !== 'type1' && query.type !== 'type101') return refuse(condition.queryType, query.type.slice(4))
  const tree = queryOf(query.value, termText)
  const parts = []
  for (const database of databases) {
    const earlier = (name: string) => (name === resultSetName && old ? old : session.set(name)).partOf(database)
    parts.push({ database, set: await database.search(tree, earlier) })
  }
  return new SessionSet(parts)
}

/** The records to go with the answer: all of a small set, some of a medium one, none of a large one. */
async function firstRecords(session: Session, request: SearchRequest, set: SessionSet): Promise<Retrieved | undefined> {
  const small = set.hits <= request.smallSetUpperBound
  if (set.hits === 0 || (!small && set.hits >= request.largeSetLowerBound)) return undefined
  const count = small ? set.hits : Math.min(request.mediumSetPresentNumber, set.hits)
  if (count <= 0) return undefined
  const names = small ? request.smallSetElementSetNames : request.mediumSetElementSetNames
  return retrieve(session, set, {
    start: 1,
    count,
    syntax: request.preferredRecordSyntax,
    elementSet: elementSetOf(names),
  })
}
