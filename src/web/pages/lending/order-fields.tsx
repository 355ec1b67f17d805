import type { Complaints } from '../../complaints.ts'
import { LinesField, TextField } from '../../components/field.tsx'
import { SelectField } from '../../components/select-field.tsx'

export interface TypedOrder {
  readonly typed: Readonly<Record<string, string | string[]>>
  readonly complaints: Complaints
}

const valueIn = (typed: TypedOrder['typed'], id: string): string => {
  const value = typed[id]
  return typeof value === 'string' ? value : ''
}

export const orderField = ({ typed, complaints }: TypedOrder, id: string, label: string, more: object = {}) => (
  <TextField id={id} label={label} value={valueIn(typed, id)} complaint={complaints[id]} autocomplete="off" {...more} />
)

export const orderSelect = (
  { typed, complaints }: TypedOrder,
  id: string,
  label: string,
  choices: readonly (readonly [string, string])[],
) => (
  <SelectField
    id={id}
    label={label}
    choices={choices.map(([code, words]) => ({ code, label: words, active: true }))}
    chosen={valueIn(typed, id) || choices[0]![0]}
    complaint={complaints[id]}
  />
)

/** What another library wants, and how: for a request that is entered by hand, and for one that is changed here. */
export function OrderFields(order: TypedOrder) {
  const { typed, complaints } = order
  const field = (id: string, label: string, more: object = {}) => orderField(order, id, label, more)
  const isOpen = (...ids: readonly string[]) => ids.some((id) => valueIn(typed, id) !== '' || complaints[id])
  return (
    <>
      {orderSelect(order, 'services', 'Service', [
        ['loan', 'Loan'],
        ['copy', 'Copy'],
        ['loan copy', 'Loan, or copy'],
        ['copy loan', 'Copy, or loan'],
      ])}
      {field('title', 'Title', { required: valueIn(typed, 'articleTitle') === '' })}
      {field('author', 'Author')}
      {field('edition', 'Edition')}
      {field('publisher', 'Publisher')}
      {field('year', 'Year')}
      {field('isbn', 'ISBN')}
      {field('issn', 'ISSN')}
      <details open={isOpen('articleTitle', 'articleAuthor', 'volume', 'issue', 'pages')}>
        <summary>Article or chapter</summary>
        {field('articleTitle', 'Title of the article')}
        {field('articleAuthor', 'Author of the article')}
        {field('volume', 'Volume')}
        {field('issue', 'Issue')}
        {field('pages', 'Pages')}
      </details>
      {field('neededBy', 'Needed by', { type: 'date' })}
      {field('mostCost', 'Costs at most')}
      {orderSelect(order, 'hold', 'May a hold be placed?', [
        ['policy', 'As we usually do'],
        ['yes', 'Yes'],
        ['no', 'No'],
      ])}
      <details open={isOpen('deliverTo', 'deliverEmail')}>
        <summary>Send it elsewhere</summary>
        <LinesField
          id="deliverTo"
          label="Address, name first"
          rows={4}
          value={valueIn(typed, 'deliverTo')}
          complaint={complaints['deliverTo']}
        />
        {field('deliverEmail', 'E-mail address for copies')}
      </details>
      <LinesField id="note" label="Their note" rows={3} value={valueIn(typed, 'note')} complaint={complaints['note']} />
    </>
  )
}
