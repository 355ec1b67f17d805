import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  type ImportBatch,
  importBatches,
  importFormats,
  profileNamed,
  stageImport,
  startCheck,
  tableEncodings,
} from '../../../catalogue/index.ts'
import { Problem } from '../../../problems.ts'
import { Field } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { useVisitor } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { receiveFile } from '../../receive-file.ts'
import { parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { sizeWords } from '../../text.ts'
import { visitorOf } from '../../visitor.ts'
import { isBusy, stateWords } from './words.ts'

const pageSize = 30
const ListAddress = z.object({ before: z.coerce.number().int().min(1).optional() })

/** Files that were loaded, or are being; and where a new one is sent. */
export const importsPage = (door: Door): RequestHandler =>
  route(ListAddress, async ({ before }, { res }) => {
    const batches = await importBatches(door.database.db, { size: pageSize + 1, ...(before && { before }) })
    sendPage(res, <Imports door={door} batches={batches} />)
  })

const Fields = z.object({
  profile: z.string().min(1).max(100),
  encoding: z.enum(['auto', ...tableEncodings]).default('auto'),
  format: z.enum(['', ...importFormats]).default(''),
  again: z.literal('1').optional(),
})

/** Takes a file in and begins to check it: what loading would do is known before anything is loaded. */
export function receiveImport(door: Door): RequestHandler {
  const sending = new Set<string>()
  return async (req, res) => {
    const { actor } = visitorOf(res)
    // A program with a token has only its name.
    const sender = actor.id ?? actor.name
    if (sending.has(sender)) throw new Problem('bad-input', { detail: 'You are sending a file already: wait for it.' })
    sending.add(sender)
    try {
      const staged = await receiveFile(req, door.uploads.most, async ({ name, fields, bytes }) => {
        const { profile: profileName, encoding, format, again } = parse(Fields, fields)
        const profile = profileNamed(door.uploads.profiles, profileName)
        const limits = { bytes: 2 * door.uploads.most, ratio: 100 }
        const options = { fileName: name, profileName, profile, actor, encoding, limits, again: again !== undefined }
        return await stageImport(door.database, bytes, { ...options, ...(format && { format }) })
      })
      if (!staged.isNew) return res.redirect(303, `/import/${staged.batch.id}?known=1`)
      await door.database.tx((tx) => startCheck(tx, staged.batch.id, actor))
      res.redirect(303, `/import/${staged.batch.id}`)
    } finally {
      sending.delete(sender)
    }
  }
}

function Imports({ door, batches }: { door: Door; batches: readonly ImportBatch[] }) {
  const shown = batches.slice(0, pageSize)
  return (
    <Layout door={door} title="Load records">
      <div class="staff">
        <h1>Load records</h1>
        <Upload door={door} />
        <section>
          <h2>Files so far</h2>
          {shown.length === 0 ? (
            <Note tone="info">No file has been loaded yet.</Note>
          ) : (
            <table class="rows">
              <thead>
                <tr>
                  <th>File</th>
                  <th>State</th>
                  <th>Records</th>
                  <th>Profile</th>
                  <th>Sent</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((batch) => (
                  <Line key={batch.id} batch={batch} />
                ))}
              </tbody>
            </table>
          )}
          {batches.length > pageSize && <Link to={`/import?before=${shown.at(-1)!.id}`}>Older files</Link>}
        </section>
      </div>
    </Layout>
  )
}

function Line({ batch }: { batch: ImportBatch }) {
  const { id, fileName, size, profileName, actor, createdAt, done } = batch
  return (
    <tr>
      <th scope="row">
        <Link to={`/import/${id}`}>{fileName || `File ${id}`}</Link>
        <span class="hint"> {sizeWords(size)}</span>
      </th>
      <td>
        <StateBadge batch={batch} />
      </td>
      <td data-label="Records">{done.records.toLocaleString('en')}</td>
      <td data-label="Profile">{profileName}</td>
      <td data-label="Sent">
        <Moment at={createdAt} />, {actor.name}
      </td>
    </tr>
  )
}

/** Where a file is on its way: sign, word and, while it moves, how far. */
export function StateBadge({ batch }: { batch: ImportBatch }) {
  const [tone, sign, words] = stateWords[batch.state]
  const share = batch.size > 0 ? Math.floor((batch.done.bytes / batch.size) * 100) : 0
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span> {words}
      {isBusy(batch) && batch.state === 'loading' && ` ${share} %`}
    </span>
  )
}

const formatNames: readonly (readonly [value: string, label: string])[] = [
  ['', 'Found out from the file'],
  ['marc', 'ISO 2709'],
  ['marcxml', 'MARCXML'],
  ['json', 'MARC-in-JSON'],
  ['mrk', 'MARCMaker (.mrk)'],
  ['csv', 'Table (CSV or TSV), with a profile that knows its columns'],
]

function Upload({ door }: { door: Door }) {
  const { profiles, most } = door.uploads
  const csrf = useVisitor().csrf()
  return (
    <section class="panel">
      <h2>Send a file</h2>
      <form method="post" action={`/import?csrf=${csrf}`} enctype="multipart/form-data" class="stacked">
        <Field id="profile" label="Profile" hint="What is matched, and what becomes of records that are there already.">
          <select id="profile" name="profile" aria-describedby="profile-hint">
            {Object.entries(profiles).map(([name, { label }]) => (
              <option key={name} value={name}>
                {label ? `${name}: ${label}` : name}
              </option>
            ))}
          </select>
        </Field>
        <div class="pair">
          <Field id="format" label="Format">
            <select id="format" name="format">
              {formatNames.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </Field>
          <Field id="encoding" label="Characters">
            <select id="encoding" name="encoding">
              <option value="auto">Found out record by record</option>
              {tableEncodings.map((encoding) => (
                <option key={encoding} value={encoding}>
                  {encoding}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <Field
          id="file"
          label="File"
          hint={`Plain or gzip, at most ${sizeWords(most)}. Larger ones are loaded from the command line.`}
        >
          <input id="file" type="file" name="file" required aria-describedby="file-hint" />
        </Field>
        <label class="tick">
          <input type="checkbox" name="again" value="1" /> Take it even if the same file was loaded before
        </label>
        <button type="submit" class="btn primary">
          Send and check
        </button>
        <p class="hint">Nothing is loaded yet: first you see what loading would do.</p>
      </form>
    </section>
  )
}
