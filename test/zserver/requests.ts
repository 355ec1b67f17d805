import { parsePqf } from '../../src/standards/query/index.ts'
import {
  type Apdu,
  type InitializeRequest,
  type PresentRequest,
  rpnOf,
  type SearchRequest,
} from '../../src/standards/z3950/index.ts'

export const initRequest = (request: Partial<InitializeRequest> = {}): Apdu => ({
  type: 'initRequest',
  value: {
    protocolVersion: { version1: true, version2: true, version3: true },
    options: { search: true, present: true, delSet: true, scan: true, sort: true, namedResultSets: true },
    preferredMessageSize: 1024 * 1024,
    exceptionalRecordSize: 1024 * 1024,
    ...request,
  },
})

export const searchRequest = (pqf: string, request: Partial<SearchRequest> = {}): Apdu => ({
  type: 'searchRequest',
  value: {
    smallSetUpperBound: 0,
    largeSetLowerBound: 1,
    mediumSetPresentNumber: 0,
    replaceIndicator: true,
    resultSetName: 'default',
    databaseNames: ['books'],
    query: { type: 'type1', value: rpnOf(parsePqf(pqf)) },
    ...request,
  },
})

export const presentRequest = (start: number, count: number, request: Partial<PresentRequest> = {}): Apdu => ({
  type: 'presentRequest',
  value: { resultSetId: 'default', resultSetStartPoint: start, numberOfRecordsRequested: count, ...request },
})
