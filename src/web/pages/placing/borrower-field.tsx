import { TextField } from '../../components/field.tsx'
import { Words } from '../../components/words.tsx'
import type { Borrower, BorrowerSearch } from './borrower.ts'

interface BorrowerFieldProps {
  /** What was scanned or typed. */
  readonly typed: string
  readonly search: BorrowerSearch | undefined
  readonly complaint: string | undefined
  /** Who is looked for, and what is done for them: a borrower, who gets a request placed, if not given. */
  readonly who?: 'borrower' | 'reader'
  readonly act?: string
  /** Whether one begins here; where nobody is shown yet, if not given. */
  readonly autofocus?: boolean
}

/** For whom: scan a card, or look for a name. What is found is shown before anything is placed. */
export function BorrowerField(props: BorrowerFieldProps) {
  const { typed, search, complaint, who = 'borrower', act = 'Place Request' } = props
  const { chosen, found = [], more = 0 } = search ?? {}
  const Who = who === 'borrower' ? 'Borrower' : 'Reader'
  return (
    <section class="borrower" aria-label={Who}>
      {/* Enter does it for who is shown, and looks for who is not. */}
      {chosen && (
        <button type="submit" class="hidden" tabIndex={-1} aria-hidden="true">
          {act}
        </button>
      )}
      <TextField
        id="card"
        label={`${Who}’s card number`}
        hint="Or a name or an e-mail address"
        complaint={complaint}
        value={chosen?.card ?? typed}
        autocomplete="off"
        maxLength={100}
        autofocus={props.autofocus ?? !chosen}
      />
      <button type="submit" class="btn" name="find" value="1">
        Find {who}
      </button>
      {chosen && (
        <>
          <input type="hidden" name="shown" value={chosen.card} />
          <p role="status">
            <span aria-hidden="true">✓ </span>
            <About borrower={chosen} />
          </p>
        </>
      )}
      {found.length > 0 && (
        <ul class="rows" aria-label={`${Who}s found`}>
          {found.map((borrower) => (
            <li key={borrower.card} class="bar flat">
              <span>
                <About borrower={borrower} />
              </span>
              <button type="submit" class="btn" name="chosen" value={borrower.card}>
                Choose<span class="hidden"> {borrower.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p class="hint">and {more.toLocaleString('en')} more: type more of the name</p>}
    </section>
  )
}

const About = ({ borrower: { name, card, branch, state } }: { readonly borrower: Borrower }) => (
  <>
    <b>
      <Words text={name} most={80} />
    </b>{' '}
    <span class="hint">
      card {card}
      {branch && ` · ${branch}`}
    </span>{' '}
    {state && (
      <span class="badge bad">
        <span aria-hidden="true">✕</span> {state}
      </span>
    )}
  </>
)
