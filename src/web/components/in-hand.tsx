import { requestNumber } from '../../ill/index.ts'
import { Link } from './link.tsx'
import { CsrfField, useVisitor } from './visit.tsx'

/** Says for which request is searched, on every page until a record is linked. */
export function InHand() {
  const { inHand } = useVisitor()
  if (inHand === undefined) return null
  return (
    <section class="in-hand" aria-label="Request in hand">
      <div>
        <p>
          You look for a record for <Link to={`/requests/${inHand}`}>{requestNumber(inHand)}</Link>: open one and press
          Select Record.
        </p>
        <form method="post" action={`/requests/${inHand}/put-down`}>
          <CsrfField />
          <button type="submit" class="btn">
            Stop
          </button>
        </form>
      </div>
    </section>
  )
}

/** Links one of our own records with the request in hand: nothing is imported. */
export function LinkOurs({ bibId }: { readonly bibId: number }) {
  const { inHand } = useVisitor()
  if (inHand === undefined) return null
  return (
    <form method="post" action={`/requests/${inHand}/link`} class="select">
      <CsrfField />
      <button type="submit" class="btn primary" name="bib" value={bibId}>
        Select Record for {requestNumber(inHand)}
      </button>
    </form>
  )
}
