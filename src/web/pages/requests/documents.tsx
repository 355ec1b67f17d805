import { randomUUID } from 'node:crypto'
import {
  type CopyOnItsWay,
  copiesOnTheirWay,
  type Download,
  documentsOf,
  documentTypes,
  downloadsOf,
  isCopyHere,
  type Line,
  openRequestStates,
  type Request,
  type StoredDocument,
  standingOfCopy,
} from '../../../ill/index.ts'
import { DocumentField } from '../../components/document-field.tsx'
import { TimeAt } from '../../components/instant.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField, useVisitor } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { longDate } from '../../dates.ts'
import type { Door } from '../../door.ts'
import { count, sizeWords } from '../../text.ts'
import type { OpenedRequest } from './opened.ts'
import { requestStatus, timeWords } from './words.ts'

/** What was wrong with a file that was sent for a line. */
export interface WrongFile {
  readonly line: number
  readonly complaint: string
}

/** The copies of a request that came as files, or may: a part for each lender who sent one. */
export async function copiesOf(door: Door, { request, lines }: OpenedRequest, wrong?: WrongFile) {
  const { db } = door.database
  const documents = (await documentsOf(db, [request.id])).get(request.id)!
  const downloads = documents.length > 0 ? await downloadsOf(db, request.id) : []
  const coming = await copiesOnTheirWay(
    db,
    lines.map(({ id }) => id),
  )
  const concerned = lines.filter(
    (line) => isCopyHere(line) || [...documents, ...coming].some(({ lineId }) => lineId === line.id),
  )
  if (concerned.length === 0) return undefined
  return (
    <>
      {concerned.map((line) => (
        <LineCopies
          key={line.id}
          {...{ door, request, line, downloads }}
          documents={documents.filter(({ lineId }) => lineId === line.id)}
          coming={coming.find(({ lineId }) => lineId === line.id)}
          complaint={wrong?.line === line.id ? wrong.complaint : undefined}
        />
      ))}
    </>
  )
}

interface LineCopiesProps {
  readonly door: Door
  readonly request: Request
  readonly line: Line
  /** The newest first. */
  readonly documents: readonly StoredDocument[]
  readonly downloads: readonly Download[]
  readonly coming: CopyOnItsWay | undefined
  readonly complaint: string | undefined
}

function LineCopies({ door, request, line, documents, downloads, coming, complaint }: LineCopiesProps) {
  const { timeZone } = useVisitor()
  const now = new Date(door.clock.now())
  const current = documents.find(({ removedAt }) => removedAt === null)
  const earlier = documents.filter((one) => one !== current)
  const isOpen = openRequestStates.includes(request.state)
  return (
    <section class="panel stacked copy-file" aria-labelledby={`copy-${line.id}`}>
      <h2 id={`copy-${line.id}`}>Copy from {line.lender.name}</h2>
      {coming && <Coming copy={coming} />}
      {current ? (
        <Current document={current} downloads={downloads} now={now} />
      ) : (
        <p class="hint">
          {earlier.length > 0 || !isCopyHere(line)
            ? 'The borrower has no file to download.'
            : 'No file is stored: the copy came on paper.'}
        </p>
      )}
      {isCopyHere(line) &&
        (isOpen ? (
          <Upload {...{ door, request, line, complaint }} replaces={current !== undefined} />
        ) : (
          <p class="hint">
            The request stands at “{requestStatus(door.ill.engine, request)}”: reopen it to{' '}
            {current ? 'replace' : 'add'} the file.
          </p>
        ))}
      {earlier.length > 0 && (
        <details>
          <summary>Earlier files</summary>
          <ul>
            {earlier.map((one) => (
              <li key={one.id}>
                {one.fileName || 'A file'}, {sizeWords(one.size)} · {removedWords(one, timeZone)} ·{' '}
                {downloadWords(one, timeZone)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** A copy that lies with its lender, to be fetched. */
const Coming = ({ copy: { url, dueAt, error } }: { readonly copy: CopyOnItsWay }) => (
  <Note tone={dueAt ? 'info' : 'bad'}>
    <p>
      The lender put the copy at{' '}
      <Link to={url}>
        <Words text={url} most={120} />
      </Link>
      .{' '}
      {dueAt
        ? 'It is fetched by itself.'
        : 'It could not be fetched: open it by hand, and send the file with Received as copy.'}
    </p>
    {error && (
      <p>
        <Words text={error} most={400} />
      </p>
    )}
  </Note>
)

interface CurrentProps {
  readonly document: StoredDocument
  readonly downloads: readonly Download[]
  readonly now: Date
}

function Current({ document, downloads, now }: CurrentProps) {
  const { id, requestId, fileName, mediaType, size, storedAt, storedBy, keepUntil } = document
  const { timeZone } = useVisitor()
  const had = downloads.filter(({ documentId }) => documentId === id)
  const standing = standingOfCopy(document, now)
  const base = `/requests/${requestId}/documents/${id}`
  return (
    <>
      {standing === 'not-received' && (
        <Note tone="wait">The receipt was taken back: the borrower does not see this file.</Note>
      )}
      {standing === 'used-up' && (
        <Note tone="wait">The borrower has downloaded it as often as may be. Replacing the file allows it anew.</Note>
      )}
      <dl class="facts">
        <div>
          <dt>File</dt>
          <dd>
            {fileName} · {documentTypes[mediaType].label}, {sizeWords(size)}
          </dd>
        </div>
        <div>
          <dt>Stored</dt>
          <dd>
            <TimeAt at={storedAt} /> · {storedBy}
          </dd>
        </div>
        <div>
          <dt>For the borrower</dt>
          <dd>
            {standing === 'expired' ? `was there until ${longDate(keepUntil)}` : `until ${longDate(keepUntil)}`} ·{' '}
            {downloadWords(document, timeZone)}
          </dd>
        </div>
      </dl>
      {had.length > 0 && (
        <details>
          <summary>Who downloaded it</summary>
          <ul>
            {had.map(({ by, at }) => (
              <li key={at.getTime()}>
                {by}, <TimeAt at={at} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <div class="acts">
        <form method="post" action={base}>
          <CsrfField />
          <button type="submit" class="btn" id={`download-${id}`}>
            Download
          </button>
        </form>
        <form method="post" action={`${base}/withdraw`}>
          <CsrfField />
          <button type="submit" class="btn" id={`withdraw-${id}`} aria-describedby={`withdraw-${id}-what`}>
            Withdraw
          </button>
        </form>
        <span class="hint" id={`withdraw-${id}-what`}>
          Withdraw takes it from the borrower and removes the file for good.
        </span>
      </div>
    </>
  )
}

interface UploadProps {
  readonly door: Door
  readonly request: Request
  readonly line: Line
  readonly complaint: string | undefined
  readonly replaces: boolean
}

const Upload = ({ door, request, line, complaint, replaces }: UploadProps) => (
  <form
    method="post"
    class="stacked"
    action={`/requests/${request.id}/lenders/${line.id}/document?csrf=${useVisitor().csrf()}`}
    enctype="multipart/form-data"
  >
    <input type="hidden" name="key" value={`page:${randomUUID()}`} />
    <DocumentField door={door} complaint={complaint} />
    <label class="check">
      <input type="checkbox" name="notify" value="1" />
      <span>Notify borrower that the copy is ready</span>
    </label>
    <div class="acts">
      <button type="submit" class="btn primary">
        {replaces ? 'Replace the file' : 'Add the file'}
      </button>
    </div>
  </form>
)

const downloadWords = (document: StoredDocument, timeZone: string): string => {
  const { downloads, mostDownloads, firstDownloadAt, lastDownloadAt } = document
  if (downloads === 0 || !firstDownloadAt || !lastDownloadAt) return 'not downloaded yet'
  const often = `downloaded ${count(downloads, 'time')}${mostDownloads === null ? '' : ` of ${mostDownloads}`}`
  return downloads === 1
    ? `${often}, ${timeWords(firstDownloadAt, timeZone)}`
    : `${often}, first ${timeWords(firstDownloadAt, timeZone)}, last ${timeWords(lastDownloadAt, timeZone)}`
}

const removals = {
  expired: 'removed, its time over',
  withdrawn: 'withdrawn',
  replaced: 'replaced',
  forgotten: 'removed',
}
const removedWords = ({ removedAs, removedAt, removedBy }: StoredDocument, timeZone: string): string =>
  removedAs === null || !removedAt ? '' : `${removals[removedAs]} ${timeWords(removedAt, timeZone)}, ${removedBy}`
