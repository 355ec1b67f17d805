import type { RequestHandler } from 'express'
import { z } from 'zod'
import { citationLine, citationOfBrief } from '../../../bib/index.ts'
import { searchCatalogue } from '../../../catalogue/index.ts'
import type { Request } from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { putDown, takeInHand } from '../../request-in-hand.ts'
import { linkingWith } from '../../request-link.ts'
import { selectSource, sourceOf } from '../../request-source.ts'
import { exchangeOf, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { Elsewhere } from './elsewhere.tsx'
import { afterAct, openRequest, RequestAddress } from './opened.ts'

const PageAddress = RequestAddress.extend({ q: z.string().max(300).optional() })
const LinkForm = z.object({ bib: z.coerce.number().int().positive() })
const found = 10

/** Finding the record of a request: the hit it was placed with, our own catalogue, other libraries, or a new record. */
export const linkPage = (door: Door): RequestHandler =>
  route(PageAddress, async ({ id, q }, { res, visitor }) => {
    const { request } = await openRequest(door, visitor, id)
    const words = q ?? wordsOf(request)
    const { hits, count } = await searchCatalogue(door.database.db, {
      query: { any: words },
      sort: 'relevance',
      size: found,
    }).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'query-empty')
        return { hits: [], count: { value: 0, exact: true } }
      throw error
    })
    const source = await sourceOf(door.database.db, request)
    sendPage(
      res,
      <Layout door={door} title={`Find the record of ${request.number}`} dialog>
        <div class="staff">
          <p class="way-back">
            <Link to={`/requests/${id}`}>
              ‹ {request.number} · <Words text={request.title} most={120} />
            </Link>
          </p>
          <h1>Find the record</h1>
          {source && (
            <section class="panel">
              <h2>The record the borrower chose</h2>
              <p>
                <Words text={citationLine(citationOfBrief(source.brief))} most={400} />
              </p>
              <p class="hint">From {source.label}, as it was received.</p>
              <form method="post" action={`/requests/${id}/link/source`}>
                <CsrfField />
                {source.lossy && (
                  <label class="check">
                    <input type="checkbox" name="confirm" value="1" required /> Some of its characters could not be
                    read: take it as it is
                  </label>
                )}
                <button type="submit" class="btn primary">
                  Select Record
                </button>
              </form>
            </section>
          )}
          <section class="panel">
            <h2>In our catalogue</h2>
            <search>
              <form action={`/requests/${id}/link`} class="find">
                <label for="q">Words, or a number</label>
                <input id="q" name="q" type="search" value={words} maxLength={300} autocomplete="off" />
                <button type="submit" class="btn">
                  Search
                </button>
              </form>
            </search>
            {hits.length === 0 ? (
              <p role="status">We do not have it.</p>
            ) : (
              <>
                <p class="hint" role="status">
                  {count.value} {count.value === 1 ? 'record' : 'records'}
                </p>
                <ul class="rows">
                  {hits.map(({ id: bibId, brief: one }) => (
                    <li key={bibId} class="bar">
                      <div>
                        <Link to={bibHref(bibId)}>
                          <Words text={one.title.text} most={160} />
                        </Link>
                        <br />
                        <span class="hint">{[one.author?.text, one.year].filter(Boolean).join(', ')}</span>
                      </div>
                      <form method="post" action={`/requests/${id}/link`}>
                        <CsrfField />
                        <button type="submit" class="btn" name="bib" value={bibId}>
                          Select Record<span class="hidden">: {one.title.text}</span>
                        </button>
                      </form>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
          <section class="panel">
            <h2>Elsewhere</h2>
            <div class="acts">
              <Elsewhere
                base={`/requests/${id}`}
                words="New brief record"
                hint="both lead back here with Select Record"
              />
            </div>
          </section>
        </div>
      </Layout>,
    )
  })

const wordsOf = ({ citation }: Request) => citation.isbn ?? [citation.title, citation.author].filter(Boolean).join(' ')

/** Select Record on one of our own: links, and imports nothing. */
export const linkOurs =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { bib } = parse(LinkForm, req.body)
    await openRequest(door, visitor, id)
    const link = linkingWith(door, String(id), visitor, 'page')
    await door.database.tx((tx) => link(tx, bib))
    putDown(req, res)
    afterAct(res, `/requests/${id}`, 'linked')
  }

/** Select Record on the hit the request was placed with: imports and links in one transaction. */
export const linkSource =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { request } = await openRequest(door, visitor, id)
    const confirmLossy = (req.body as { readonly confirm?: unknown } | undefined)?.confirm === '1'
    const outcome = await door.database.tx((tx) => selectSource(tx, door, visitor, request, { confirmLossy }, 'page'))
    if (!outcome) throw new Problem('not-found', { what: 'record kept with the request' })
    if ('bibId' in outcome) return afterAct(res, `/requests/${id}`, 'linked')
    const [match] = outcome.matches
    if (!match) throw new Problem('lossy-record', { fields: outcome.lossyFields.join(', ') })
    sendPage(
      res,
      <Layout door={door} title="Do we have this already?" dialog>
        <div class="staff">
          <h1>Do we have this already?</h1>
          <Note tone="wait">The catalogue has a record that may be the same.</Note>
          {outcome.matches.map(({ bibId, brief: one }) => (
            <section key={bibId} class="panel">
              <p>
                <Words text={citationLine(citationOfBrief(one))} most={400} />
              </p>
              <form method="post" action={`/requests/${id}/link`}>
                <CsrfField />
                <button type="submit" class="btn primary" name="bib" value={bibId}>
                  Use this record
                </button>
              </form>
            </section>
          ))}
          <p>
            <Link to={`/requests/${id}/link`}>Look further</Link>
          </p>
        </div>
      </Layout>,
      409,
    )
  }

/** Starts an external search with the citation filled in. */
export const searchOutside =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { request } = await openRequest(door, visitor, id)
    const { citation } = request
    takeInHand(req, res, id)
    const words = new URLSearchParams({ where: 'others' })
    if (citation.isbn) words.set('isbn', citation.isbn)
    else {
      words.set('title', citation.title ?? request.title)
      // Libraries file names by the surname, and know few forenames.
      if (citation.author) words.set('author', citation.author.split(/[,;]/)[0]!)
    }
    res.redirect(303, `/enquiry/search?${words}`)
  }

/** Starts a new brief record. */
export const newRecordFor =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(RequestAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    await openRequest(door, visitor, id)
    takeInHand(req, res, id)
    res.redirect(303, '/catalogue/new')
  }

export const putDownRequest: RequestHandler = (req, res) => {
  const { id } = parse(RequestAddress, req.params)
  putDown(req, res)
  res.redirect(303, `/requests/${id}`)
}
