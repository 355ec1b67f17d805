import type { LoanLine, ReservationLine } from '../../../circulation/index.ts'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { longDate } from '../../dates.ts'
import { bibHref } from '../../our-address.ts'

interface LoanListProps {
  readonly loans: readonly LoanLine[]
  readonly titles: ReadonlyMap<number, string>
  /** Where a loan's form goes. */
  readonly renewal: (loan: LoanLine) => string
  /** Staff see numbers. */
  readonly staff: boolean
}

/** What somebody has, each with its way to keep it longer. */
export const LoanList = ({ loans, titles, renewal, staff }: LoanListProps) => (
  <ul class="holdings-list">
    {loans.map((loan) => (
      <li key={loan.id} class="panel">
        <div>
          <h3>
            <Link to={bibHref(loan.bibId)}>
              <Words text={titles.get(loan.bibId) ?? ''} most={160} />
            </Link>
          </h3>
          <p>
            <span class={`badge ${loan.overdue ? 'bad' : 'calm'}`}>
              <span aria-hidden="true">{loan.overdue ? '✕' : '○'}</span> {loan.overdue ? 'Overdue: ' : 'Due '}
              {loan.overdue && 'was due '}
              {longDate(loan.dueOn)}
            </span>
            {staff && <span class="code"> {loan.accessionNo}</span>}
          </p>
          {loan.requestId !== undefined && <p class="hint">From another library</p>}
        </div>
        <form method="post" action={renewal(loan)}>
          <CsrfField />
          {staff && <input type="hidden" name="loan" value={loan.id} />}
          <button type="submit" class="btn">
            Renew<span class="hidden"> {titles.get(loan.bibId)}</span>
          </button>
        </form>
      </li>
    ))}
  </ul>
)

interface ReservationListProps {
  readonly reservations: readonly ReservationLine[]
  readonly titles: ReadonlyMap<number, string>
  readonly branchName: (code: string) => string
  readonly cancelling: (reservation: ReservationLine) => string
  readonly staff: boolean
}

/** What somebody waits for, how that stands, and the way to give it up. */
export const ReservationList = ({ reservations, titles, branchName, cancelling, staff }: ReservationListProps) => (
  <ul class="holdings-list">
    {reservations.map((one) => (
      <li key={one.id} class="panel">
        <div>
          <h3>
            <Link to={bibHref(one.bibId)}>
              <Words text={titles.get(one.bibId) ?? ''} most={160} />
            </Link>
          </h3>
          <ReservationState one={one} branchName={branchName} />
          {one.requestId !== undefined && <p class="hint">From another library</p>}
          {staff && one.accessionNo && <p class="code">{one.accessionNo}</p>}
        </div>
        <form method="post" action={cancelling(one)}>
          <CsrfField />
          {staff && <input type="hidden" name="reservation" value={one.id} />}
          <button type="submit" class="btn">
            Cancel<span class="hidden"> {titles.get(one.bibId)}</span>
          </button>
        </form>
      </li>
    ))}
  </ul>
)

/** How a reservation stands, in words for its reader. */
function ReservationState({
  one,
  branchName,
}: { readonly one: ReservationLine } & Pick<ReservationListProps, 'branchName'>) {
  const where = branchName(one.pickupBranch)
  if (one.state === 'ready')
    return (
      <p>
        <span class="badge ok">
          <span aria-hidden="true">✓</span> Ready to fetch
        </span>{' '}
        {where}, until {longDate(one.keepUntil ?? '')}
      </p>
    )
  if (one.state === 'transit')
    return (
      <p>
        <span class="badge wait">
          <span aria-hidden="true">→</span> On its way
        </span>{' '}
        to {where}
      </p>
    )
  return (
    <p>
      <span class="badge calm">
        <span aria-hidden="true">○</span> Waiting
      </span>{' '}
      {one.place === 1 ? 'next in line' : `${one.place} in line`}, to be fetched in {where}
    </p>
  )
}
