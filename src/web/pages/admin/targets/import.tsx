import { buffer } from 'node:stream/consumers'
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../../problems.ts'
import {
  type Compared,
  type ComparedList,
  countOutcomes,
  listFormatNames,
  longestList,
  takeTargetList,
  tryTargetList,
} from '../../../../search/index.ts'
import { FileField } from '../../../components/file-field.tsx'
import { Link } from '../../../components/link.tsx'
import { useVisitor } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { receiveForm } from '../../../receive-file.ts'
import { exchangeOf, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { count } from '../../../text.ts'
import { AdminLayout } from '../admin-layout.tsx'

/** Where a list of targets that another program keeps is sent. */
export const importTargetsPage = (door: Door): RequestHandler =>
  route(z.object({}), (_input, { res }) => sendPage(res, <ImportPage door={door} />))

/** Looks at a list, or takes it in, and says what becomes of each target. The same list again adds nothing. */
export const importTargetsAct =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { visitor } = exchangeOf(req, res)
    try {
      const { fields, taken: bytes } = await receiveForm(req, longestList, (file) => buffer(file.bytes))
      if (!bytes) throw new Problem('bad-input', { detail: 'Choose a file first.' })
      const { inFile, seal } = door.targets
      const taking = { inFile, enable: fields['enable'] === 'on' }
      const isDone = fields['act'] === 'take'
      const list = await door.database.tx((tx) =>
        isDone
          ? takeTargetList(tx, bytes, taking, { actor: visitor.actor, at: new Date(door.clock.now()), seal })
          : tryTargetList(tx, bytes, taking),
      )
      if (isDone) await door.targets.refresh()
      sendPage(res, <ImportPage {...{ door, list, isDone }} />)
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      const complaint =
        error.code === 'body-too-large'
          ? `The file has more than ${longestList / 1024 ** 2} megabytes: give the table of servers alone.`
          : error.message
      sendPage(res, <ImportPage door={door} complaint={complaint} />, error.status === 409 ? 409 : 422)
    }
  }

interface ImportProps {
  readonly door: Door
  readonly complaint?: string
  readonly list?: ComparedList
  readonly isDone?: boolean
}

const ImportPage = ({ door, complaint, list, isDone = false }: ImportProps) => (
  <AdminLayout door={door} title="Take in a list of targets" part="/admin/targets">
    <p class="way-back">
      <Link to="/admin/targets">‹ Targets</Link>
    </p>
    <h1>Take in a list of targets</h1>
    <p class="hint">
      The table of Z39.50/SRU servers of Koha (CSV, or the SQL that fills z3950servers), or settings of pazpar2 (XML).
      What is searched at the same address already stays as it is.
    </p>
    <Upload complaint={complaint} />
    {list && <Outcome list={list} isDone={isDone} />}
  </AdminLayout>
)

function Upload({ complaint }: { readonly complaint: string | undefined }) {
  const { csrf } = useVisitor()
  const action = `/admin/import-targets?csrf=${encodeURIComponent(csrf())}`
  return (
    <form method="post" action={action} encType="multipart/form-data" class="panel stacked">
      <FileField accept=".csv,.tsv,.txt,.sql,.xml,text/csv,text/xml" complaint={complaint} />
      <label class="check">
        <input type="checkbox" name="enable" /> Search new ones at once; else each is turned off until you turn it on
      </label>
      <div class="bar flat">
        <button type="submit" name="act" value="look" class="btn primary">
          See what it would do
        </button>
        <button type="submit" name="act" value="take" class="btn">
          Take it in
        </button>
      </div>
    </form>
  )
}

function Outcome({ list, isDone }: { readonly list: ComparedList; readonly isDone: boolean }) {
  const { format, targets, remarks } = list
  const counts = countOutcomes(list)
  return (
    <section class="with-table">
      <h2>{isDone ? 'What became of it' : 'What it would do'}</h2>
      <p role="status">
        A {listFormatNames[format]}: {count(counts.new, 'target')} {isDone ? 'added' : 'would be added'}, {counts.known}{' '}
        there already, {counts.refused} left out.
      </p>
      {!isDone && <p class="hint">Nothing is stored yet: choose the file once more to take it in.</p>}
      {remarks.length > 0 && (
        <ul>
          {remarks.map(({ line, text }) => (
            <li key={`${line} ${text}`}>
              Line {line}: {text}
            </li>
          ))}
        </ul>
      )}
      <div class="panel wide-table">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Line</th>
              <th scope="col">Address</th>
              <th scope="col">{isDone ? 'Became' : 'Would be'}</th>
            </tr>
          </thead>
          <tbody>
            {targets.map((target) => (
              <Row key={`${target.line} ${target.label}`} target={target} isDone={isDone} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Row({ target, isDone }: { readonly target: Compared; readonly isDone: boolean }) {
  const { line, label, outcome, remarks } = target
  return (
    <tr>
      <th scope="row">{label}</th>
      <td data-label="Line">{line}</td>
      <td data-label="Address">{target.outcome === 'refused' ? '–' : target.address}</td>
      <td>
        {outcome === 'new' && <span class="badge ok">✓ {isDone ? 'Added' : 'Added as new'}</span>}
        {outcome === 'known' && <span class="badge calm">There already</span>}
        {outcome === 'refused' && <span class="badge bad">✕ Left out</span>}
        <p class="hint">{target.outcome === 'refused' ? target.detail : <IdOf target={target} isDone={isDone} />}</p>
        {remarks.map((remark) => (
          <p class="hint" key={remark}>
            △ {remark}
          </p>
        ))}
      </td>
    </tr>
  )
}

/** What is only looked at may be beside another of the same list, which is not there yet. */
function IdOf({
  target,
  isDone,
}: {
  readonly target: Exclude<Compared, { outcome: 'refused' }>
  readonly isDone: boolean
}) {
  const id = target.outcome === 'new' ? target.entry.id : target.id
  return isDone ? <Link to={`/admin/targets/${id}`}>{id}</Link> : id
}
