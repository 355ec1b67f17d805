import { buffer } from 'node:stream/consumers'
import type { RequestHandler, Response } from 'express'
import { Problem } from '../../../../problems.ts'
import {
  addList,
  type LookupList,
  listLimits,
  listsKeptDays,
  listsOf,
  numberKinds,
  readNumberList,
  type TargetInfo,
} from '../../../../search/index.ts'
import { Check, SelectField } from '../../../components/choice.tsx'
import { EnquiryTabs } from '../../../components/enquiry-tabs.tsx'
import { Field, LinesField, TextField } from '../../../components/field.tsx'
import { Layout } from '../../../components/layout.tsx'
import { Link } from '../../../components/link.tsx'
import { Moment } from '../../../components/moment.tsx'
import { MoveButton } from '../../../components/move-button.tsx'
import { Note } from '../../../components/note.tsx'
import { useVisitor } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { receiveForm } from '../../../receive-file.ts'
import { sendPage } from '../../../send-page.ts'
import { count } from '../../../text.ts'
import { type Visitor, visitorOf } from '../../../visitor.ts'
import { listOwner } from './address.ts'
import { ListBadge } from './badge.tsx'

/** What somebody has typed and chosen so far. */
interface Typed {
  readonly numbers: string
  readonly column: string
  readonly kind: string
  readonly full: boolean
  /** Every library, in the order to be asked. */
  readonly order: readonly string[]
  readonly chosen: ReadonlySet<string>
}

/** Where a list is pasted or sent, and the lists so far. */
export const numbersPage =
  (door: Door): RequestHandler =>
  async (_req, res) => {
    const visitor = visitorOf(res)
    const lists = await listsOf(door.database.db, listOwner(visitor).owner)
    const libraries = door.service.targets('enquiry').map(({ id }) => id)
    // The order that was chosen last is most likely wanted again.
    const before = (lists[0]?.sources ?? []).filter((id) => libraries.includes(id))
    const typed: Typed = {
      ...{ numbers: '', column: '', kind: '', full: lists[0]?.fullOnly ?? false },
      order: [...before, ...libraries.filter((id) => !before.includes(id))],
      chosen: new Set(before.length > 0 ? before : libraries),
    }
    sendPage(res, <Numbers {...{ door, lists, typed }} />)
  }

/** A pasted list is one field, each library another. */
const formLimits = { fields: 1100, parts: 1101, fieldSize: listLimits.bytes } as const

/** Takes a list and begins to look it up; or moves a library in the order, and shows the form again. */
export const receiveNumbers =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const visitor = visitorOf(res)
    const take = async ({ name, bytes }: { name: string; bytes: AsyncIterable<Uint8Array> }) => ({
      name,
      bytes: await buffer(bytes),
    })
    const { fields, taken } = await receiveForm(req, listLimits.bytes, take, formLimits)
    const typed = typedIn(door, fields)
    const again = (complaint?: string) => showAgain(door, visitor, typed, complaint, res)
    if (fields['move'] !== undefined) return await again()
    try {
      const pasted = { name: 'Pasted list', bytes: Buffer.from(typed.numbers) }
      const { name, bytes } = taken && taken.bytes.length > 0 ? taken : pasted
      const kind = numberKinds.find((one) => one === typed.kind)
      const numbers = readNumberList(bytes, { kind, column: typed.column.trim() || undefined })
      const sources = typed.order.filter((id) => typed.chosen.has(id))
      if (sources.length === 0) throw new Problem('no-targets')
      const list = { name, sources, fullOnly: typed.full, numbers }
      const now = new Date(door.clock.now())
      const id = await door.database.tx((tx) => addList(tx, list, listOwner(visitor), now))
      res.redirect(303, `/enquiry/numbers/${id}`)
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error
      await again(error.message)
    }
  }

async function showAgain(door: Door, visitor: Visitor, typed: Typed, complaint: string | undefined, res: Response) {
  const lists = await listsOf(door.database.db, listOwner(visitor).owner)
  sendPage(res, <Numbers {...{ door, lists, typed, complaint }} />, complaint === undefined ? 200 : 400)
}

function typedIn(door: Door, fields: Readonly<Record<string, string>>): Typed {
  const libraries = door.service.targets('enquiry').map(({ id }) => id)
  const said = (fields['order'] ?? '').split(' ').filter((id) => libraries.includes(id))
  const order = [...new Set([...said, ...libraries])]
  const [way, id = ''] = (fields['move'] ?? '').split(':')
  const at = order.indexOf(id)
  const to = at + (way === 'up' ? -1 : 1)
  if (at >= 0 && to >= 0 && to < order.length) order.splice(to, 0, ...order.splice(at, 1))
  return {
    ...{ numbers: fields['numbers'] ?? '', column: fields['column'] ?? '', kind: fields['kind'] ?? '' },
    ...{ full: fields['full'] === '1', order },
    chosen: new Set(order.filter((one) => fields[`use.${one}`] === '1')),
  }
}

interface NumbersProps {
  readonly door: Door
  readonly lists: readonly LookupList[]
  readonly typed: Typed
  readonly complaint?: string | undefined
}

function Numbers({ door, lists, typed, complaint }: NumbersProps) {
  const libraries = door.service.targets('enquiry')
  return (
    <Layout door={door} title="List of numbers">
      <div class="enquiry">
        <h1>Enquiry</h1>
        <EnquiryTabs current="/enquiry/numbers" />
        {complaint !== undefined && (
          <div role="alert">
            <Note tone="bad">{complaint}</Note>
          </div>
        )}
        {libraries.length === 0 ? (
          <Note tone="info">There is no library to ask yet: an administrator adds them.</Note>
        ) : (
          <ListForm libraries={libraries} typed={typed} />
        )}
        <section class="panel">
          <h2>Your lists</h2>
          {lists.length === 0 ? <p class="hint">None yet.</p> : <Lists lists={lists} />}
          <p class="hint">
            Nobody else sees them. A list is kept for {listsKeptDays} days, then it is forgotten with what was found.
          </p>
        </section>
      </div>
    </Layout>
  )
}

const kinds: readonly (readonly [string, string])[] = [
  ['', 'Found out from each number'],
  ['isbn', 'ISBN'],
  ['issn', 'ISSN'],
  ['lccn', 'LCCN'],
]

function ListForm({ libraries, typed }: { libraries: readonly TargetInfo[]; typed: Typed }) {
  const csrf = useVisitor().csrf()
  return (
    <form
      method="post"
      action={`/enquiry/numbers?csrf=${csrf}`}
      enctype="multipart/form-data"
      class="panel stacked"
      aria-label="List of numbers"
    >
      {/* Enter in a field sends the list: without this it would press the first button, which moves a library. */}
      <button type="submit" class="hidden" tabIndex={-1} aria-hidden="true">
        Look them up
      </button>
      <LinesField
        id="numbers"
        label="Numbers"
        hint={`ISBN, ISSN or LCCN, one a line, at most ${listLimits.numbers.toLocaleString('en')}.`}
        rows={8}
        value={typed.numbers}
      />
      <div class="pair">
        <SelectField id="kind" label="They are" options={kinds} value={typed.kind} />
        <TextField
          id="column"
          label="Column, of a table"
          hint="Its name or place; found out if left empty."
          value={typed.column}
          maxLength={100}
          autocomplete="off"
        />
      </div>
      <fieldset>
        <legend>Libraries, the preferred one first</legend>
        <input type="hidden" name="order" value={typed.order.join(' ')} />
        <ol class="ordered">
          {typed.order.map((id, i) => {
            const label = libraries.find((one) => one.id === id)?.label ?? id
            return (
              <li key={id} class="bar flat">
                <Check name={`use.${id}`} checked={typed.chosen.has(id)} words={label} />
                <span>
                  <MoveButton way="up" id={id} label={label} off={i === 0} />
                  <MoveButton way="down" id={id} label={label} off={i === typed.order.length - 1} />
                </span>
              </li>
            )
          })}
        </ol>
      </fieldset>
      <Check name="full" checked={typed.full} words="Take full records only" />
      <p class="hint">
        A good record holds the number itself, and all its characters could be read. The first library that has one
        gives it, the fullest of its records; a brief one is taken only where no library has a fuller one.
      </p>
      <Field
        id="file"
        label="Or a file"
        hint="Text, CSV or TSV, at most 1 MB. Choose it last: moving a library forgets it."
      >
        <input id="file" type="file" name="file" aria-describedby="file-hint" />
      </Field>
      <button type="submit" class="btn primary">
        Look them up
      </button>
    </form>
  )
}

const Lists = ({ lists }: { lists: readonly LookupList[] }) => (
  <table class="rows">
    <thead>
      <tr>
        <th>List</th>
        <th>State</th>
        <th>Found</th>
        <th>Begun</th>
      </tr>
    </thead>
    <tbody>
      {lists.map((list) => (
        <tr key={list.id}>
          <th scope="row">
            <Link to={`/enquiry/numbers/${list.id}`}>{list.name || `List ${list.id}`}</Link>
          </th>
          <td>
            <ListBadge list={list} />
          </td>
          <td data-label="Found">
            {list.counts.found.toLocaleString('en')} of{' '}
            {count(
              Object.values(list.counts).reduce((sum, one) => sum + one, 0),
              'number',
            )}
          </td>
          <td data-label="Begun">
            <Moment at={list.createdAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
