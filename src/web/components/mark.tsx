import type { Source } from '../../search/index.ts'
import { type SearchAddress, searchHref } from '../address.ts'
import { may } from '../may.ts'
import type { Visitor } from '../visitor.ts'
import { CsrfField, useVisitor } from './visit.tsx'

/** Whether somebody marks hits to place a request for one of them: staff do, in Enquiry, unless they look for a record. */
export const marksHits = ({ audience }: Pick<SearchAddress, 'audience'>, visitor: Visitor): boolean =>
  audience === 'enquiry' && may(visitor, 'requests@branch') && visitor.inHand === undefined

interface MarkProps {
  readonly address: SearchAddress
  readonly source: Pick<Source, 'target' | 'position'>
  readonly title: string
}

/** The box of one hit. */
export function Mark({ address, source, title }: MarkProps) {
  if (!marksHits(address, useVisitor())) return null
  return (
    <label class="check">
      <input type="checkbox" form="marked" name="mark" value={`${source.target} ${source.position}`} />
      <span>
        Mark<span class="hidden">: {title}</span>
      </span>
    </label>
  )
}

export const whyNotPlaced = (marked: number): string =>
  marked === 0 ? 'Mark the hit it is for.' : `${marked} hits are marked: a request is for one.`

interface PlaceMarkedProps {
  readonly address: SearchAddress
  /** How many were marked when it was pressed in vain. */
  readonly marked: number | undefined
}

/**
 * Begins a request for the marked hit. The button is off while not exactly one is marked, where there is a script; else
 * the server says so.
 */
export function PlaceMarked({ address, marked }: PlaceMarkedProps) {
  if (!marksHits(address, useVisitor())) return null
  return (
    <form id="marked" method="post" action={searchHref('/search/place', address)} class="bar flat">
      <CsrfField />
      <button type="submit" class="btn" aria-describedby="marked-why">
        Place Request
      </button>
      <span id="marked-why" class="hint" role={marked === undefined ? undefined : 'alert'}>
        {whyNotPlaced(marked ?? 0)}
      </span>
    </form>
  )
}
