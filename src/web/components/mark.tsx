import type { Hit } from '../../search/index.ts'
import { type SearchAddress, searchHref } from '../address.ts'
import { mostMarks } from '../enquiry-memory.ts'
import { marcFormats, ourFormatNames } from '../marc-formats.ts'
import { may } from '../may.ts'
import type { Visitor } from '../visitor.ts'
import { CsrfField, useVisitor } from './visit.tsx'

/** Whether somebody marks hits: staff do, in Enquiry, unless they look for the record of a request. */
export const marksHits = ({ audience }: Pick<SearchAddress, 'audience'>, visitor: Visitor): boolean =>
  audience === 'enquiry' && visitor.inHand === undefined

/** The places of a hit as marks have them. */
const placesOf = ({ sources }: Hit): readonly string[] => sources.map(({ target, position }) => `${target} ${position}`)

interface MarkProps {
  readonly address: SearchAddress
  readonly hit: Hit
  readonly marks: readonly string[]
  readonly title: string
}

/** The box of one hit. Entries that became one are marked if one of them was. */
export function Mark({ address, hit, marks, title }: MarkProps) {
  if (!marksHits(address, useVisitor())) return null
  const places = placesOf(hit)
  const marked = places.find((place) => marks.includes(place))
  return (
    <label class="check">
      <input
        type="checkbox"
        form="marked"
        name="mark"
        value={marked ?? places[0]}
        checked={marked !== undefined}
        autocomplete="off"
        data-places={places.join(',')}
      />
      <span>
        Mark<span class="hidden">: {title}</span>
      </span>
    </label>
  )
}

/** What can be done with so many marked hits; the script has the words from here. */
const doing = {
  none: 'Mark hits to place a request, compare or download.',
  one: '1 hit is marked. Mark one or two more to compare.',
  few: '{n} hits are marked: a request is for one.',
  many: '{n} hits are marked: a request is for one, two or three can be compared.',
  full: '{n} hits are marked, which is the most.',
} as const

export function whatToDo(marked: number): string {
  const which = marked === 0 ? 'none' : marked === 1 ? 'one' : marked < 4 ? 'few' : marked < mostMarks ? 'many' : 'full'
  return doing[which].replace('{n}', String(marked))
}

interface MarkedProps {
  readonly address: SearchAddress
  readonly marks: readonly string[]
  /** The hits on the page. */
  readonly hits: readonly Hit[]
  /** How many were marked when something was pressed in vain. */
  readonly vain: number | undefined
}

/**
 * What is done with marked hits, of every page of the list. Where there is a script, a mark is kept at once, and buttons
 * are off that would do nothing; else each of them sends the ticks, and the server says why not.
 */
export function Marked({ address, marks, hits, vain }: MarkedProps) {
  const visitor = useVisitor()
  if (!marksHits(address, visitor)) return null
  const here = hits.flatMap(placesOf).filter((place) => marks.includes(place))
  return (
    <form
      id="marked"
      method="post"
      action={searchHref('/search/marks', address)}
      class="bar flat marked"
      data-marks={marks.join(',')}
      data-most={mostMarks}
      {...Object.fromEntries(Object.entries(doing).map(([which, words]) => [`data-${which}`, words]))}
    >
      <CsrfField />
      {here.map((place) => (
        <input key={place} type="hidden" name="shown" value={place} />
      ))}
      <button type="submit" class="btn" data-without-script>
        Keep marks
      </button>
      {may(visitor, 'requests@branch') && (
        <button
          type="submit"
          class="btn"
          formAction={searchHref('/search/place', address)}
          aria-describedby="marked-why"
          data-fewest={1}
          data-most={1}
        >
          Place Request
        </button>
      )}
      <button
        type="submit"
        class="btn"
        formAction={searchHref('/search/compare', address)}
        aria-describedby="marked-why"
        data-fewest={2}
        data-most={3}
      >
        Compare
      </button>
      <span class="joined">
        <select name="format" aria-label="Format of the file" autocomplete="off">
          {ourFormatNames.map((name) => (
            <option key={name} value={name}>
              {marcFormats[name].label}
            </option>
          ))}
        </select>
        <button type="submit" class="btn" formAction={searchHref('/search/marked/file', address)} data-fewest={1}>
          Download
        </button>
      </span>
      <button type="submit" class="btn quiet" name="none" value="1" data-fewest={1}>
        Unmark all
      </button>
      <span id="marked-why" class="hint" role={vain === undefined ? 'status' : 'alert'}>
        {whatToDo(vain ?? marks.length)}
      </span>
    </form>
  )
}
