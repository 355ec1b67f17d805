import type { Reply } from '../../../ill/index.ts'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { suggestionWords } from './words.ts'

interface ReplyCardsProps {
  readonly door: Door
  readonly replies: readonly Reply[]
}

/** What lenders have written about a request, and nobody has settled. */
export const ReplyCards = ({ door, replies }: ReplyCardsProps) => (
  <>
    {replies.map((reply) => (
      <ReplyCard key={reply.id} door={door} reply={reply} />
    ))}
  </>
)

function ReplyCard({ door, reply }: { readonly door: Door; readonly reply: Reply }) {
  const said = suggestionWords(door.ill.engine, reply)
  const to = replyPath(reply)
  return (
    <section class="note wait" aria-label={`Reply of ${reply.lender}`}>
      <span class="sign" aria-hidden="true">
        ✉
      </span>
      <div>
        <p>
          <strong>
            <Words text={reply.lender} most={120} />
          </strong>{' '}
          {said === undefined ? 'has written.' : `seems to say: ${said}.`}
        </p>
        <p>
          <Words text={beginning(reply.text)} most={240} />
        </p>
        <div class="acts">
          <Link class="btn" to={to}>
            {said === undefined ? 'Read it' : 'Look and apply'}
          </Link>
          <form method="post" action={`${to}/dismiss`}>
            <CsrfField />
            <button type="submit" class="btn">
              Dismiss
            </button>
          </form>
        </div>
      </div>
    </section>
  )
}

export const replyPath = ({ id, requestId }: Pick<Reply, 'id' | 'requestId'>): string =>
  `/requests/${requestId}/replies/${id}`

/** The first words of a text, in one line. */
export const beginning = (text: string): string => text.replace(/\s+/g, ' ').trim() || 'No words of its own.'
