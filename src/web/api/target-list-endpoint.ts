import type { z } from 'zod'
import {
  type Compared,
  type ComparedList,
  countOutcomes,
  longestList,
  takeTargetList,
  tryTargetList,
} from '../../search/index.ts'
import type { Door } from '../door.ts'
import { keepingOf } from '../target-views.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { refuseWrapped, wholeFile } from './file-body.ts'
import { TargetListQuery, TargetListReport } from './target-list-schemas.ts'

/** What a list may say it is. Which it is, its content tells. */
const listTypes = [
  ...['text/csv', 'text/tab-separated-values', 'text/plain', 'application/sql'],
  ...['application/xml', 'text/xml', 'application/octet-stream'],
]

/** Takes in a list of targets that another program keeps, as the page and the command line do. */
export const targetListEndpoint = ({ database, targets, clock }: Door): Endpoint =>
  endpoint({
    method: 'post',
    path: '/target-lists',
    summary:
      'Take in a list of targets: the body is Koha’s table of servers (CSV, or the SQL that fills it) or settings of pazpar2 (XML). The same list again adds nothing',
    query: TargetListQuery,
    file: listTypes,
    answers: [{ status: 200, description: 'What became, or would become, of each', schema: TargetListReport }],
    problems: [400, 401, 403, 409, 413, 422],
    handle: async ({ query }, exchange) => {
      const { req, res } = exchange
      refuseWrapped(req, listTypes)
      const bytes = await wholeFile(req, longestList)
      const dryRun = query.dryRun !== undefined
      const taking = { inFile: targets.inFile, enable: query.enable !== undefined }
      const list = await database.tx((tx) =>
        dryRun
          ? tryTargetList(tx, bytes, taking)
          : takeTargetList(tx, bytes, taking, keepingOf({ targets, clock }, exchange)),
      )
      if (!dryRun) await targets.refresh()
      res.json(reportOf(list, dryRun))
    },
  })

const reportOf = (list: ComparedList, dryRun: boolean): z.input<typeof TargetListReport> => ({
  ...{ format: list.format, dryRun, counts: countOutcomes(list), targets: list.targets.map(rowOf) },
  remarks: [...list.remarks],
})

const rowOf = (target: Compared): z.input<typeof TargetListReport>['targets'][number] => ({
  ...{ line: target.line, label: target.label, outcome: target.outcome, remarks: [...target.remarks] },
  ...(target.outcome === 'refused'
    ? { detail: target.detail }
    : { id: target.outcome === 'new' ? target.entry.id : target.id, address: target.address }),
})
