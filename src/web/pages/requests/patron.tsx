import type { RequestHandler } from 'express'
import {
  acceptPatron,
  checkPatronAgain,
  openRequestStates,
  type PatronStanding,
  type Request,
} from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { exchangeOf, parse } from '../../route.ts'
import type { Visitor } from '../../visitor.ts'
import { afterAct, openRequest, RequestAddress } from './opened.ts'

interface PatronNoticeProps {
  readonly request: Pick<Request, 'id' | 'state' | 'patron'>
  readonly standing: PatronStanding | undefined
  /** Whether the library's system is still asked. */
  readonly asks: boolean
}

/** What the library's own system says of the borrower, as long as that matters, and what can be done about it. */
export function PatronNotice({ request, standing, asks }: PatronNoticeProps) {
  if (!standing || !openRequestStates.includes(request.state)) return null
  const { state, reason, review, askedAt, acceptedBy } = standing
  const asked = askedAt && (
    <span class="hint">
      {' '}
      Asked <Moment at={askedAt} />.
    </span>
  )
  switch (state) {
    case 'waiting':
      return asks ? (
        <p class="hint" role="status">
          The library’s system is being asked for the borrower.
        </p>
      ) : (
        <Note tone="wait">
          <p>
            <b>Patron not checked.</b> The library’s system is asked for borrowers no more. Nothing happens by itself
            until somebody accepts this one.
          </p>
          <Acts {...{ request, asks }} accept />
        </Note>
      )
    case 'fine':
      return (
        <p class="hint">
          <span aria-hidden="true">✓ </span>The library’s system knows the borrower, who may borrow.{asked}
        </p>
      )
    case 'accepted':
      return (
        <p class="hint">
          <span aria-hidden="true">✓ </span>Borrower accepted by {acceptedBy}
          {reason && `, though of the card it was said: ${reason}`}.{asked}
        </p>
      )
    case 'invalid':
      return (
        <Note tone="bad">
          <p>
            <b>Invalid patron.</b> Of card {request.patron.cardNumber} the library’s system says: {reason}.{asked}{' '}
            Nothing happens by itself until somebody accepts the borrower.
          </p>
          <Acts {...{ request, asks }} accept />
        </Note>
      )
    case 'unanswered':
      return (
        <Note tone="wait">
          <p>
            <b>Patron not checked.</b> The library’s system could not be asked: {reason}.{' '}
            {review
              ? 'Somebody has to look at it. Until then nothing happens by itself.'
              : 'The request goes on all the same.'}
            {asked}
          </p>
          <Acts {...{ request, asks }} accept={review} />
        </Note>
      )
  }
}

function Acts({
  request: { id },
  asks,
  accept,
}: Pick<PatronNoticeProps, 'request' | 'asks'> & { readonly accept: boolean }) {
  return (
    <div class="acts">
      {asks && (
        <form method="post" action={`/requests/${id}/patron/check`}>
          <CsrfField />
          <button type="submit" class="btn">
            Check again
          </button>
        </form>
      )}
      {accept && (
        <form method="post" action={`/requests/${id}/patron/accept`}>
          <CsrfField />
          <button type="submit" class="btn">
            Accept the borrower
          </button>
        </form>
      )}
    </div>
  )
}

/** Has the library's system asked for the borrower again. */
export const checkPatronAct = (door: Door): RequestHandler =>
  patronAct(door, 'patronCheck', (tx, id, { actor }) => checkPatronAgain(tx, id, actor))

/** Takes the borrower upon oneself, whatever the system says. */
export const acceptPatronAct = (door: Door): RequestHandler =>
  patronAct(door, 'patronAccept', (tx, id, { actor }) => acceptPatron(tx, id, actor))

const patronAct =
  (door: Door, done: string, work: (tx: Tx, id: number, visitor: Visitor) => Promise<void>): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    await openRequest(door, visitor, id)
    await door.database.tx((tx) => work(tx, id, visitor))
    afterAct(res, `/requests/${id}`, done)
  }
