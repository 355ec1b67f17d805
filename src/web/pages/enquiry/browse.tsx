import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../problems.ts'
import { type Browsed, browsable, type TargetInfo } from '../../../search/index.ts'
import { fieldLabels, noWords, resultsHref } from '../../address.ts'
import { EnquiryTabs } from '../../components/enquiry-tabs.tsx'
import { Keys } from '../../components/keys.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { type Listing, listIndex } from '../../listing.ts'
import { ourHref, ourSearch } from '../../our-address.ts'
import { hasCatalogue } from '../../our-search.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count, plain, printable } from '../../text.ts'

/** Terms on a page. */
const size = 20

/** A place in an index: what the page's address says. */
const BrowseAddress = z.object({
  /** A library's id; our own catalogue where it is left out. */
  library: z.string().min(1).max(64).optional(),
  field: z.enum(browsable).default('title'),
  /** The term at which the list begins. Left out as long as nothing was asked for. */
  text: z
    .string()
    .max(1000)
    .transform((text) => printable(text).trim())
    .default(''),
  /** How many terms stand before it. */
  before: z.coerce
    .number()
    .int()
    .min(0)
    .max(size - 1)
    .default(0),
  /** The form was sent, if with nothing typed: the list is wanted from its beginning. */
  list: z.literal('1').optional(),
})
type BrowseAddress = z.output<typeof BrowseAddress>

/** The index of one library, or of our own catalogue, around a term, with how many records have each term. */
export const browsePage = (door: Door): RequestHandler =>
  route(BrowseAddress, async (address, { res, signal }) => {
    const libraries = door.service.targets('enquiry')
    const ours = await hasCatalogue(door)
    const library = address.library ?? (ours ? undefined : libraries[0]?.id)
    if (library !== undefined && !libraries.some(({ id }) => id === library))
      throw new Problem('unknown-target', { target: library })
    const wanted = { ...address, library }
    const asked = address.text !== '' || address.list !== undefined
    const { field, text, before } = wanted
    const nobody = library === undefined && !ours
    const listing =
      asked && !nobody ? await listIndex(door, library, { field, text, count: size, before }, signal) : undefined
    if (signal.aborted) return
    sendPage(res, <BrowsePage {...{ door, address: wanted, libraries, ours, listing }} />)
  })

interface BrowsePageProps {
  readonly door: Door
  readonly address: BrowseAddress
  readonly libraries: readonly TargetInfo[]
  /** Whether there is a catalogue of our own. */
  readonly ours: boolean
  readonly listing: Listing | undefined
}

function BrowsePage({ door, address, libraries, ours, listing }: BrowsePageProps) {
  const where = libraries.find(({ id }) => id === address.library)?.label ?? 'Our own catalogue'
  return (
    <Layout
      door={door}
      title="Browse an index"
      skips={listing ? [['terms', 'Skip to the terms']] : []}
      scripts={['keys.js']}
    >
      <div class="enquiry">
        <h1>Enquiry</h1>
        <EnquiryTabs current="/enquiry/browse" />
        {libraries.length === 0 && !ours ? (
          <Note tone="info">There is no library to browse yet, and no record in our own catalogue.</Note>
        ) : (
          <BrowseForm {...{ address, libraries, ours }} />
        )}
        {listing && (
          <section class="panel terms" id="terms" tabIndex={-1} aria-label="Terms">
            <h2>
              {fieldLabels[address.field]} · {where}
            </h2>
            {'refused' in listing ? (
              <Refused {...{ address, where }} why={listing.refused} />
            ) : (
              <Terms address={address} browsed={listing} />
            )}
          </section>
        )}
        <Keys />
      </div>
    </Layout>
  )
}

const BrowseForm = ({ address, libraries, ours }: Pick<BrowsePageProps, 'address' | 'libraries' | 'ours'>) => (
  <search>
    <form action="/enquiry/browse" class="panel">
      <input type="hidden" name="list" value="1" />
      <div class="grid">
        <label>
          Library
          <select name="library">
            {ours && <option value="">Our own catalogue</option>}
            {libraries.map(({ id, label }) => (
              <option key={id} value={id} selected={id === address.library}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Index
          <select name="field">
            {browsable.map((field) => (
              <option key={field} value={field} selected={field === address.field}>
                {fieldLabels[field]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Begin at
          <input name="text" value={address.text} maxLength={1000} autocomplete="off" placeholder="Le Guin" />
        </label>
      </div>
      <button type="submit" class="btn primary">
        Browse
      </button>
      <p class="hint">
        Lists what stands in an index around a word or name, and how many records have each. Not every library can.
      </p>
    </form>
  </search>
)

const browseHref = ({ library, field, text, before }: BrowseAddress): string => {
  const params = new URLSearchParams({ ...(library !== undefined && { library }), field })
  if (text === '') params.set('list', '1')
  else params.set('text', text)
  if (before > 0) params.set('before', String(before))
  return `/enquiry/browse?${params}`
}

/** The search for a term in its field. */
function termHref({ library, field }: BrowseAddress, term: string): string {
  const text = plain(term).slice(0, 1000)
  const words = { ...noWords, audience: 'enquiry' as const, ...(field === 'any' ? { q: text } : { [field]: text }) }
  return library === undefined ? ourHref(ourSearch(words)) : resultsHref({ ...words, t: [library] })
}

function Terms({ address, browsed }: { readonly address: BrowseAddress; readonly browsed: Browsed }) {
  const { entries, position, adapted = [] } = browsed
  const said = adapted.map(({ detail }) => (
    <p key={detail} class="hint">
      It was asked in a simpler way: {detail}
    </p>
  ))
  if (entries.length === 0)
    return (
      <>
        <p>Nothing is listed there.</p>
        {said}
      </>
    )
  return (
    <>
      <p class="hint">A term leads to a search for its words in this field.</p>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">Term</th>
            <th scope="col" class="figure">
              Records
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ term, display = term, hits }, i) => (
            <tr key={i}>
              <td>
                {/* A term itself may be a key for sorting, which finds nothing. */}
                <Link to={termHref(address, display)}>
                  <Words text={display} most={300} />
                </Link>
              </td>
              <td class="figure">
                {hits === undefined ? <span class="hint">number not said</span> : count(hits, 'record')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {said}
      <Turning address={address} entries={entries} position={position} />
    </>
  )
}

/** A page further begins with the last term of this one, a page back ends with the first: so nothing is passed over. */
function Turning({ address, entries, position }: Pick<Browsed, 'entries' | 'position'> & { address: BrowseAddress }) {
  const { text, before } = address
  // A list that gave fewer terms than were wanted on one side of the place has no more there.
  const isStart = text === '' || (position !== undefined && position - 1 < before)
  const isEnd = entries.length - ((position ?? 1) - 1) < size - before
  const [first, last] = [entries[0]!.term, entries.at(-1)!.term]
  if (isStart && isEnd) return null
  return (
    <nav class="paging turning" aria-label="Pages">
      {!isStart && (
        <Link rel="prev" to={browseHref({ ...address, text: first, before: size - 1 })}>
          ‹ Before these
        </Link>
      )}
      {!isEnd && (
        <Link rel="next" to={browseHref({ ...address, text: last, before: 0 })}>
          After these ›
        </Link>
      )}
    </nav>
  )
}

interface RefusedProps {
  readonly address: BrowseAddress
  readonly where: string
  readonly why: string
}

/** Why there is no list, and what can be done all the same. */
function Refused({ address, where, why }: RefusedProps) {
  const { text, before, field } = address
  return (
    <Note tone="bad">
      <p>
        {where} cannot list this: {why.replace(/\.?$/, '.')}
      </p>
      <p class="links">
        {before > 0 && <Link to={browseHref({ ...address, before: 0 })}>List from “{text}” on</Link>}
        {text !== '' && (
          <Link to={termHref(address, text)}>
            Search for “{text}” instead ({fieldLabels[field].toLowerCase()})
          </Link>
        )}
      </p>
    </Note>
  )
}
