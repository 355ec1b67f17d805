import type { z } from 'zod'
import { findPerson, type Person } from '../../accounts/index.ts'
import { citationOf, citesPart, tidyCitation } from '../../bib/index.ts'
import { branches } from '../../catalogue/index.ts'
import { citationFilled, type Obstacle, placeRequest, type Wanted, wantedOf } from '../../ill/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { mustActIn } from '../../kit/index.ts'
import { Problem } from '../../problems.ts'
import { parseOpenUrl } from '../../standards/openurl/index.ts'
import { maySee } from '../audience.ts'
import type { Door } from '../door.ts'
import { clockOf } from '../house-clock.ts'
import { mishapOf } from '../mishap.ts'
import { ourBib } from '../our-bib.ts'
import { type Origin, obstacleWords, originOfHit, passable } from '../placing.ts'
import { whoIs } from '../requests.ts'
import type { Exchange } from '../route.ts'
import { sendProblem } from '../send-problem.ts'
import type { Visitor } from '../visitor.ts'
import { citationSaid, judgedAsForm } from './citation-said.ts'
import { type Answered, once, sendAnswered } from './once.ts'
import type { NewRequest } from './request-schemas.ts'
import { createdAnswer, versionedAnswer } from './versions.ts'
import { knownRequest, readerAmong, viewOf } from './whose-requests.ts'

type Ordered = z.output<typeof NewRequest>

/** Places a request, for the reader who asks or for the one whose card staff give. */
export async function placeByApi(door: Door, exchange: Exchange, body: Ordered, key: string | undefined) {
  const { visitor, req, res } = exchange
  const who = readerAmong(visitor) === undefined ? 'staff' : 'patron'
  let refused: readonly Obstacle[] = []
  const answer = await once(door, exchange, key, async (tx): Promise<Answered | undefined> => {
    const borrower = await borrowerOf(tx, visitor, body.card)
    const origin = await originOf(door, visitor, body, tx)
    const wanted = await wantedBy(door, tx, body, origin, borrower)
    if (wanted.pickup !== null) mustActIn(wanted.pickup, visitor.actor)
    const outcome = await placeRequest(
      tx,
      {
        ...{ patronId: borrower.id, service: wanted.service, citation: wanted.citation, note: wanted.notes },
        pickupBranch: wanted.pickup ?? undefined,
        neededBy: wanted.neededBy ?? undefined,
        copyrightAgreed: body.copyrightAgreed,
        source: origin.source,
        raw: origin.raw,
      },
      { actor: whoIs(visitor), via: 'api' },
      {
        ...door.ill,
        now: new Date(door.clock.now()),
        despite: passable[who].filter((kind) => body.despite.some((one) => one === kind)),
      },
    )
    if (outcome.kind === 'refused') {
      refused = outcome.obstacles
      return undefined
    }
    const { id, version, publicId } = outcome.request
    const view = await viewOf(door, await knownRequest(door, visitor, publicId, tx), tx)
    return createdAnswer(`/api/v1/requests/${id}`, versionedAnswer(version, view))
  })
  if (answer) return sendAnswered(exchange, answer)
  const reasons = refused.map((obstacle) => obstacleWords(obstacle, who === 'staff')).join(' ')
  sendProblem(res, mishapOf(new Problem('request-refused', { reasons }), String(req.id)), {
    obstacles: refused.map((obstacle) => obstacleView(obstacle, who)),
  })
}

const obstacleView = (obstacle: Obstacle, who: 'staff' | 'patron') => ({
  kind: obstacle.kind,
  words: obstacleWords(obstacle, who === 'staff'),
  passable: passable[who].includes(obstacle.kind),
  ...(obstacle.kind === 'duplicate' && { request: obstacle.number }),
  ...(obstacle.kind === 'held' && { bibId: obstacle.bibId }),
})

/** @throws Problem bad-input, not-allowed for another's card */
async function borrowerOf(tx: Tx, { person }: Visitor, card: string | undefined): Promise<Person> {
  if (person?.kind === 'patron') {
    if (card !== undefined && card !== person.login) throw new Problem('not-allowed')
    return person
  }
  if (card === undefined) throw new Problem('bad-input', { detail: 'card: give the card number of the borrower' })
  const borrower = await findPerson(tx, 'patron', card)
  if (!borrower) throw new Problem('bad-input', { detail: 'card: no borrower has this card' })
  return borrower
}

/** @throws Problem search-gone, bib-gone, bad-input */
async function originOf(door: Door, visitor: Visitor, { from }: Ordered, tx: Tx): Promise<Origin> {
  if (from === undefined) return { citation: {}, source: { kind: 'form' } }
  if (from.kind === 'openurl')
    return { citation: tidyCitation(parseOpenUrl(from.openurl).citation), source: { kind: 'form' } }
  if (from.kind === 'record') {
    const { bib } = await ourBib(tx, from.bibId, false)
    return { citation: citationOf(bib.record, bib.flavour), source: { kind: 'local', bibId: bib.id } }
  }
  const search = door.service.get(from.searchId)
  if (!search || !maySee(visitor, search.request.audience)) throw new Problem('search-gone')
  return originOfHit(await search.full(from.hit, from.source))
}

/** What is wanted, judged as the form's fields are. @throws Problem bad-input, naming the first field that is wrong */
async function wantedBy(door: Door, tx: Tx, body: Ordered, origin: Origin, borrower: Person): Promise<Wanted> {
  const citation = citationSaid(origin.citation, body.citation)
  const pickups = (await branches(tx)).filter(({ active }) => active).map(({ code }) => code)
  const usual = [borrower.branch, pickups.length === 1 ? pickups[0] : undefined].find((one) => one !== undefined)
  const typed = citationFilled(citation, {
    service: body.service ?? (citesPart(citation) ? 'copy' : 'loan'),
    notes: body.note,
    neededBy: body.neededBy ?? null,
    pickup: body.pickupBranch ?? usual ?? null,
  })
  const today = (await clockOf(door, tx)).today(typed.pickup || undefined)
  return wantedOf(judgedAsForm({ today, pickups }, typed))
}
