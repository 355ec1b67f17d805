import { TextField } from '../../components/field.tsx'
import { Words } from '../../components/words.tsx'
import type { Borrower, BorrowerElsewhere, BorrowerSearch } from './borrower.ts'

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
  /** Whether the library's own system can be asked as well. */
  readonly asksSystem?: boolean
}

/** For whom: scan a card, or look for a name. What is found is shown before anything is placed. */
export function BorrowerField(props: BorrowerFieldProps) {
  const { typed, search, complaint, who = 'borrower', act = 'Place Request' } = props
  const { chosen, found = [], more = 0, elsewhere } = search ?? {}
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
      <div class="acts">
        <button type="submit" class="btn" name="find" value="1">
          Find {who}
        </button>
        {props.asksSystem && (
          <button type="submit" class="btn" name="find" value="system">
            Find in the library’s system
          </button>
        )}
      </div>
      {elsewhere && <Elsewhere who={elsewhere} />}
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

/** Somebody whom the library's own system knows: with an account here once they are chosen. */
const Elsewhere = ({ who: { card, name, email, against } }: { readonly who: BorrowerElsewhere }) => (
  <ul class="rows" aria-label="Found in the library’s system">
    <li class="bar flat">
      <span role="status">
        <b>
          <Words text={name} most={80} />
        </b>{' '}
        <span class="hint">
          card {card}
          {email && ` · ${email}`} · in the library’s system
        </span>{' '}
        {against ? (
          <span class="badge bad">
            <span aria-hidden="true">✕</span> {against}
          </span>
        ) : (
          <span class="badge ok">
            <span aria-hidden="true">✓</span> may borrow
          </span>
        )}
      </span>
      <button type="submit" class="btn" name="adopt" value={card}>
        Choose<span class="hidden"> {name}</span>
      </button>
    </li>
  </ul>
)
