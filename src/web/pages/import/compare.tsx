import type { RequestHandler } from 'express'
import { z } from 'zod'
import { importBatch, importDiff } from '../../../catalogue/index.ts'
import { Differences } from '../../components/differences.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { BatchAddress } from './batch-address.ts'
import { outcomeWords } from './words.ts'

const CompareAddress = BatchAddress.extend({ record: z.coerce.number().int().min(1) })

/** A record of the file beside the one of the catalogue it matched, field by field. */
export const comparePage = (door: Door): RequestHandler =>
  route(CompareAddress, async ({ batch: id, record }, { res }) => {
    const { db } = door.database
    const batch = await importBatch(db, id)
    const { row, differences, title } = await importDiff(db, id, record)
    const isLoaded = record <= batch.done.records
    sendPage(
      res,
      <Layout door={door} title={title.title.text}>
        <div class="staff">
          <p class="way-back">
            <Link to={`/import/${id}?outcome=${row.outcome}`}>{`‹ ${batch.fileName || `File ${id}`}`}</Link>
          </p>
          <h1>{title.title.text}</h1>
          <p class="hint">
            Record {record.toLocaleString('en')} of the file: {outcomeWords[row.outcome][0].toLowerCase()}
          </p>
          <div class="panel">
            <Differences
              differences={differences}
              before={isLoaded ? 'Before' : 'In the catalogue'}
              after={isLoaded ? 'After' : 'In the file'}
            />
          </div>
        </div>
      </Layout>,
    )
  })
