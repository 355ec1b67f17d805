import { type CitationTyped, services } from '../../ill/index.ts'
import type { Complaints } from '../complaints.ts'
import { LinesField, TextField } from './field.tsx'
import { SelectField } from './select-field.tsx'

interface CitationFieldsProps {
  readonly typed: CitationTyped
  readonly complaints: Complaints
  /** Where it can be picked up. */
  readonly pickups: readonly { readonly code: string; readonly label: string; readonly active: boolean }[]
}

const serviceWords = {
  loan: { label: 'A loan', about: 'the whole book, for a while' },
  copy: { label: 'A copy', about: 'of an article, a chapter or some pages' },
} as const

/** What links and records know and nobody types. */
const carried = ['genre', 'doi', 'pmid', 'oclc', 'lccn'] as const

/**
 * The fields in which somebody says what is wanted: readers and staff fill in the same. What belongs to copies alone is
 * hidden while a loan is chosen, by style sheet only.
 */
export function CitationFields({ typed, complaints, pickups }: CitationFieldsProps) {
  const text = (id: keyof CitationTyped, label: string, hint?: string) => (
    <TextField
      id={id}
      label={label}
      {...(hint !== undefined && { hint })}
      value={typed[id]}
      complaint={complaints[id]}
      autocomplete="off"
    />
  )
  return (
    <div class="citation-fields">
      {carried.map((name) => typed[name] && <input key={name} type="hidden" name={name} value={typed[name]} />)}
      <fieldset>
        <legend>What do you need?</legend>
        {services.map((service) => (
          <label key={service} class="check">
            <input
              type="radio"
              name="service"
              value={service}
              checked={service === (typed.service === 'copy' ? 'copy' : 'loan')}
            />
            <span>
              {serviceWords[service].label} <span class="hint">{serviceWords[service].about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {text('title', 'Title', 'Of the book; for a copy, of the journal or book it is in.')}
      <fieldset class="of-copies">
        <legend>What is to be copied</legend>
        {text('articleTitle', 'Title of the article or chapter')}
        <div class="fields">
          {text('issue', 'Issue')}
          {text('pages', 'Pages')}
        </div>
      </fieldset>
      {text('author', 'Author')}
      <div class="fields">
        {text('year', 'Year')}
        {text('volume', 'Volume')}
        {text('edition', 'Edition')}
        {text('publisher', 'Publisher')}
        {text('isbn', 'ISBN')}
        {text('issn', 'ISSN')}
      </div>
      <LinesField
        id="notes"
        label="Notes"
        hint="Whatever helps to find the right one."
        value={typed.notes}
        complaint={complaints['notes']}
        rows={3}
        maxLength={2000}
      />
      <div class="fields">
        <TextField
          id="neededBy"
          label="Needed by"
          hint="Leave it empty if there is no hurry."
          type="date"
          value={typed.neededBy}
          complaint={complaints['neededBy']}
        />
        {pickups.length > 0 && (
          <SelectField
            id="pickup"
            label="Pick it up at"
            {...(pickups.filter(({ active }) => active).length !== 1 && { none: 'Choose a place' })}
            choices={pickups}
            chosen={typed.pickup}
            complaint={complaints['pickup']}
          />
        )}
      </div>
    </div>
  )
}
