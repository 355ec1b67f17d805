import type { RotaStanding } from '../../../ill/index.ts'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'

interface AutomaticProps {
  readonly base: string
  readonly rota: RotaStanding
}

/** Whether the next lender is asked by itself, and the way to have it otherwise. */
export const Automatic = ({ base, rota: { automatic } }: AutomaticProps) => (
  <form method="post" action={`${base}/lenders/automatic`} class="bar">
    <CsrfField />
    <span>
      {automatic
        ? 'When a lender does not supply it, the next one is asked by itself.'
        : 'The rota waits: press Requested on each lender in its turn.'}
    </span>
    <button type="submit" class="btn" name="automatic" value={automatic ? 'no' : 'yes'}>
      {automatic ? 'Wait for me instead' : 'Let it go on by itself'}
    </button>
  </form>
)

/** Everybody was asked: the three ways on. */
export const EndOfRota = ({ base }: Pick<AutomaticProps, 'base'>) => (
  <Note tone="wait">
    <b>End of rota.</b> Everybody was asked, and nobody supplies it.{' '}
    <Link to={`${base}/act/complete`} dialog>
      Complete
    </Link>{' '}
    the request, or say that you are{' '}
    <Link to={`${base}/act/unable`} dialog>
      unable to supply
    </Link>{' '}
    it, or{' '}
    <Link to={`${base}/lenders/add`} dialog>
      add lenders
    </Link>{' '}
    and press Requested, or <Link to={`${base}/link`}>link it to another record</Link> and build a rota for that.
  </Note>
)
