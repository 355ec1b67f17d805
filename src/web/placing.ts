import { type Citation, citationOf } from '../bib/index.ts'
import type { Obstacle, RequestSource } from '../ill/index.ts'
import type { HitDetail } from '../search/index.ts'

/** Obstacles that whoever places a request may set aside, having been told. */
export const passable: Readonly<Record<'patron' | 'staff', readonly Obstacle['kind'][]>> = {
  patron: ['held'],
  staff: ['held', 'duplicate', 'limit', 'patron-expired'],
}

/** What a request is placed from: what is known of the title, and how that is written into the request. */
export interface Origin {
  readonly citation: Citation
  readonly source: RequestSource
  /** With a hit of an external search: the record as received. */
  readonly raw?: Buffer
}

/** A hit of an external search. */
export const originOfHit = ({ decoded, flavour, hit, origin, source }: HitDetail): Origin => ({
  citation: citationOf(decoded.record, flavour),
  source: {
    ...{ kind: 'external', target: source.target, label: source.label, flavour, encoding: decoded.encoding },
    ...{ database: origin.database, query: origin.query, syntax: origin.syntax },
    fetchedAt: origin.fetchedAt.toISOString(),
    also: hit.sources.filter(({ target }) => target !== source.target).map(({ target, label }) => ({ target, label })),
  },
  raw: Buffer.from(decoded.raw),
})

/** Why a request is not placed, in a sentence. */
export function obstacleWords(obstacle: Obstacle, staff: boolean): string {
  switch (obstacle.kind) {
    case 'no-patron':
      return 'There is no such borrower any more.'
    case 'patron-blocked':
      return staff ? 'The borrower’s card is blocked.' : 'Your card is blocked: ask at the library.'
    case 'patron-expired':
      return staff
        ? `The borrower’s card was valid until ${obstacle.on}.`
        : `Your card was valid until ${obstacle.on}: have it renewed at the library.`
    case 'limit':
      return obstacle.per === 'day'
        ? `${obstacle.most} requests were placed within a day already: no more are taken today.`
        : `${obstacle.most} requests are open: no more are taken until one has ended.`
    case 'duplicate':
      return `This has been asked for already: request ${obstacle.number}.`
    case 'held':
      return `${staff ? 'The' : 'Your'} library has this itself${obstacle.available > 0 ? ', and a copy is in' : ''}.`
    case 'copyright':
      return 'A copy needs your consent to the statement on copyright.'
    case 'late':
      return `The day by which it is needed, ${obstacle.on}, is over.`
  }
}
