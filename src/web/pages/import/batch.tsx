import type { RequestHandler } from 'express'
import {
  bytesOfImport,
  type EncodingPreview,
  type ImportBatch,
  type ImportRecord,
  importBatch,
  importRecords,
  previewEncodings,
} from '../../../catalogue/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { sizeWords } from '../../text.ts'
import { Acts, EncodingChoice } from './acts.tsx'
import { PageAddress } from './batch-address.ts'
import { Counts } from './counts.tsx'
import { RecordRows } from './record-rows.tsx'
import { StateBadge } from './start.tsx'
import { isBusy, outcomeWords } from './words.ts'

const pageSize = 50
/** Enough of a file to see how its characters read. */
const previewSize = 256 * 1024

/** A file: what loading it would do, or did, how far it is, and what can be done with it. */
export const batchPage = (door: Door): RequestHandler =>
  route(PageAddress, async (address, { res }) => {
    const { db } = door.database
    const batch = await importBatch(db, address.batch)
    const { outcome, left, after } = address
    const page = await importRecords(db, batch.id, { outcome, left: left !== undefined }, { size: pageSize, after })
    const encodings =
      batch.state === 'staged'
        ? await previewEncodings([await bytesOfImport(db, batch.id, 0, previewSize)], {
            profile: batch.profile,
            format: batch.format,
          })
        : undefined
    const props = { batch, address, records: page.records, after: page.after, encodings: encodings?.encodings ?? [] }
    if (isBusy(batch)) res.set('Refresh', '2')
    sendPage(res, <Batch door={door} {...props} />)
  })

interface BatchProps {
  readonly door: Door
  readonly batch: ImportBatch
  readonly address: PageAddress
  readonly records: readonly ImportRecord[]
  readonly after: number | undefined
  readonly encodings: readonly EncodingPreview[]
}

function Batch({ door, batch, address, records, after, encodings }: BatchProps) {
  const title = batch.fileName || `File ${batch.id}`
  return (
    <Layout door={door} title={title}>
      <div class="staff">
        <p class="way-back">
          <Link to="/import">‹ All files</Link>
        </p>
        <div class="bar heading">
          <h1>{title}</h1>
          <StateBadge batch={batch} />
        </div>
        <p class="hint">
          {sizeWords(batch.size)}, {batch.format || 'format not known'}, profile {batch.profileName}; sent{' '}
          <Moment at={batch.createdAt} /> by {batch.actor.name}
        </p>
        {address.known && (
          <div role="status">
            <Note tone="info">
              This very file was loaded with this profile before, as the batch you see. Nothing was taken in.
            </Note>
          </div>
        )}
        {batch.lastError && <Note tone="bad">It stopped: {batch.lastError}</Note>}
        <Progress batch={batch} />
        <Acts batch={batch} />
        {encodings.length > 0 && <EncodingChoice batch={batch} previews={encodings} />}
        <Counts batch={batch} address={address} />
        <section class="panel">
          <h2>{headingOf(address, batch)}</h2>
          <RecordRows {...{ batch, address, records, after }} />
        </section>
      </div>
    </Layout>
  )
}

const headingOf = ({ outcome, left }: PageAddress, batch: ImportBatch): string => {
  if (left) return 'Records the undo left as they are'
  if (outcome) return `Records: ${outcomeWords[outcome][0].toLowerCase()}`
  return batch.done.records > 0 ? 'What became of the records' : 'What there is to say of the records'
}

/** By bytes, as the file goes in; a meter and the same in words. */
function Progress({ batch }: { batch: ImportBatch }) {
  const { size, done, state } = batch
  if (!isBusy(batch) && state !== 'paused') return null
  if (state === 'staging' || size === 0) return null
  return (
    <div class="progress-meter">
      <progress max={size} value={done.bytes} aria-label="Bytes" />
      <p class="hint num">
        {done.records.toLocaleString('en')} records, {sizeWords(done.bytes)} of {sizeWords(size)}
      </p>
    </div>
  )
}
