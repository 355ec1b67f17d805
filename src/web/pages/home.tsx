import type { Request, RequestHandler } from 'express'
import type { VNode } from 'preact'
import { Problem } from '../../problems.ts'
import type { TargetInfo } from '../../search/index.ts'
import { bib1Diagnostic } from '../../standards/z3950/index.ts'
import { isEmpty, ourQueryOf, seenBy, type Words } from '../address.ts'
import { Layout } from '../components/layout.tsx'
import { byCategory, LibraryPicker } from '../components/library-picker.tsx'
import { Note } from '../components/note.tsx'
import { FurtherFields, formAction, SearchBox } from '../components/search-form.tsx'
import type { Door } from '../door.ts'
import { rememberedLibraries } from '../remembered.ts'
import { route } from '../route.ts'
import { sendPage } from '../send-page.ts'
import { Enquiry } from './enquiry.tsx'
import { HomeAddress, type HomeProps } from './home-props.ts'

/** The search page. Its address may bring words and libraries along, to start from. */
export const homePage = (door: Door): RequestHandler =>
  route(HomeAddress, (read, { req, res }) => sendPage(res, searchFormPage(door, req, seenBy(door, read))))

/** The same page where it was sent off empty, or with a query that cannot be read; undefined where there is a search. */
export function unfitSearch(door: Door, req: Request, words: Words): VNode | undefined {
  if (isEmpty(words)) return searchFormPage(door, req, words, { complaint: 'Type something to search for.' })
  try {
    ourQueryOf(words)
    return undefined
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    const { position } = cause.context
    return searchFormPage(door, req, words, {
      complaint: cause.message,
      ...(typeof position === 'number' && { wrongAt: position }),
    })
  }
}

/** What our own catalogue says of a search that asks for what it cannot; undefined for anything else. */
export const refusedByUs = (cause: unknown): string | undefined =>
  cause instanceof Problem && cause.code === 'bib1-diagnostic'
    ? `Our own catalogue cannot answer this: ${bib1Diagnostic(Number(cause.context['condition']))}. Other libraries may.`
    : undefined

type Refusal = Pick<HomeProps, 'complaint' | 'wrongAt'>

/** Readers and staff have a form each. */
export function searchFormPage(door: Door, req: Request, address: HomeAddress, refusal: Refusal = {}): VNode {
  const props = { door, address, chosen: chosenIn(door, req, address), ...refusal }
  return door.audience === 'enquiry' ? <Enquiry {...props} /> : <Home {...props} />
}

function Home({ door, address, chosen, complaint }: HomeProps) {
  const libraries = door.service.targets(door.audience ?? 'opac')
  const choosing = (address.all ?? address.none ?? address.choose) !== undefined || chosen.size === 0
  return (
    <Layout door={door} title="Farshelf" scripts={['libraries.js']} dialog="in-hand">
      <div class="home">
        <h1 class="large">Search other libraries</h1>
        <p class="lead">One search, every library’s own catalogue, answers as they arrive.</p>
        {complaint && (
          <div role="alert" id="complaint">
            <Note tone="bad">{complaint}</Note>
          </div>
        )}
        {libraries.length === 0 ? (
          <Note tone="info">No library has been set up yet.</Note>
        ) : (
          <search>
            <form action={formAction(address)}>
              {address.where === 'others' && <input type="hidden" name="where" value="others" />}
              <SearchBox words={address} id="q" />
              <div class="panel">
                <FurtherFields words={address} />
                <LibraryPicker libraries={libraries} chosen={chosen} open={choosing} page="/" />
              </div>
            </form>
          </search>
        )}
      </div>
    </Layout>
  )
}

/** The address decides, else what this browser chose last, else what the library preselects. */
function chosenIn(door: Door, req: Request, address: HomeAddress): ReadonlySet<string> {
  const libraries = door.service.targets(door.audience ?? 'opac')
  const pressed = address.all ?? address.none
  const start =
    pressed !== undefined || address.t.length > 0 ? address.t : (rememberedLibraries(req) ?? preselected(libraries))
  const known = new Set(libraries.map(({ id }) => id))
  const chosen = new Set(start.filter((id) => known.has(id)))
  for (const [category, members] of byCategory(libraries))
    for (const { id } of members) {
      if (category === address.all) chosen.add(id)
      if (category === address.none) chosen.delete(id)
    }
  return chosen.size === 0 && pressed === undefined ? new Set(preselected(libraries)) : chosen
}

/** All of them where none is marked. */
function preselected(libraries: readonly TargetInfo[]): string[] {
  const marked = libraries.filter(({ preselected }) => preselected)
  return (marked.length > 0 ? marked : libraries).map(({ id }) => id)
}
