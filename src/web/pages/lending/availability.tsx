import type { Candidate, CopyAtHand, Lending } from '../../../ill/index.ts'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { type ItemLists, itemWords } from '../../item-lists.ts'
import { bibHref } from '../../our-address.ts'
import { dayWords } from '../requests/words.ts'

interface AvailabilityProps {
  readonly lending: Lending
  readonly candidates: readonly Candidate[]
  readonly lists: ItemLists
}

/** Records of ours that are what is wanted, or may be, with their copies: one is selected. */
export const Availability = ({ lending, candidates, lists }: AvailabilityProps) => (
  <section>
    {candidates.length === 0 && (
      <div class="panel nothing">
        <p>Nothing in our catalogue is like what is wanted.</p>
        <p>It can be answered with Non-supply, or sent without an item of the catalogue.</p>
      </div>
    )}
    {candidates.map((candidate) => (
      <Record key={candidate.bibId} {...{ lending, candidate, lists }} />
    ))}
    {lending.bibId !== undefined && (
      <form method="post" action={`/lending/${lending.id}/link`} class="row">
        <CsrfField />
        <input type="hidden" name="version" value={lending.version} />
        <button type="submit" class="btn">
          It is none of our records
        </button>
      </form>
    )}
  </section>
)

interface RecordProps {
  readonly lending: Lending
  readonly candidate: Candidate
  readonly lists: ItemLists
}

function Record({ lending, candidate: { bibId, title, author, sure, copies }, lists }: RecordProps) {
  const linked = lending.bibId === bibId
  return (
    <section class="panel">
      <h2>
        <Link to={bibHref(bibId)}>
          <Words text={title} most={300} />
        </Link>
      </h2>
      {author && (
        <p>
          <Words text={author} most={200} />
        </p>
      )}
      {linked ? (
        <Note tone="info">The request is linked to this record.</Note>
      ) : (
        <p class="hint">{sure ? 'The same, as the catalogue compares records.' : 'Perhaps: its words agree.'}</p>
      )}
      {copies.length === 0 ? (
        <p class="hint">We have no copy of it.</p>
      ) : (
        <div class="wide-table">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col">Where</th>
                <th scope="col">Status</th>
                <th scope="col">What to do</th>
              </tr>
            </thead>
            <tbody>
              {copies.map((copy) => (
                <Copy key={copy.item.id} {...{ lending, bibId, copy, lists }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!linked && <Select lending={lending} bibId={bibId} label="Select Record" />}
    </section>
  )
}

interface CopyProps {
  readonly lending: Lending
  readonly bibId: number
  readonly copy: CopyAtHand
  readonly lists: ItemLists
}

function Copy({ lending, bibId, copy: { item, status, available, dueOn }, lists }: CopyProps) {
  const words = itemWords(item, lists)
  return (
    <tr>
      <th scope="row" class="num">
        {item.accessionNo}
      </th>
      <td data-label="Where">{[words.branch, words.location, item.callNumber].filter(Boolean).join(', ')}</td>
      <td data-label="Status">
        <span class={`badge ${available ? 'ok' : 'calm'}`}>
          <span aria-hidden="true">{available ? '✓' : '○'}</span> {status}
        </span>
        {dueOn && ` due ${dayWords(dueOn)}`}
      </td>
      <td>
        {lending.itemId === item.id ? (
          <span class="badge info">● Chosen</span>
        ) : (
          <Select lending={lending} bibId={bibId} itemId={item.id} label="Select this copy" />
        )}
      </td>
    </tr>
  )
}

interface SelectProps {
  readonly lending: Lending
  readonly bibId: number
  readonly itemId?: number
  readonly label: string
}

const Select = ({ lending, bibId, itemId, label }: SelectProps) => (
  <form method="post" action={`/lending/${lending.id}/link`} class="inline">
    <CsrfField />
    <input type="hidden" name="version" value={lending.version} />
    <input type="hidden" name="bib" value={bibId} />
    {itemId !== undefined && <input type="hidden" name="item" value={itemId} />}
    <button type="submit" class="btn">
      {label}
    </button>
  </form>
)
