import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { FullValue } from '../../../bib/index.ts'
import { noWords } from '../../address.ts'
import { BibStaff, SuppressedBanner } from '../../components/bib-staff.tsx'
import { Copies } from '../../components/copies.tsx'
import { LinkOurs } from '../../components/in-hand.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { PlaceForOurs } from '../../components/place-request.tsx'
import { RecordHeading } from '../../components/record-heading.tsx'
import { type RecordTab, RecordTabs, recordTab } from '../../components/record-tabs.tsx'
import { Reserving } from '../../components/reserving.tsx'
import { TopSearch } from '../../components/search-form.tsx'
import { TakenFrom } from '../../components/taken-from.tsx'
import type { Door } from '../../door.ts'
import { type Lending, lendingOf } from '../../lending.ts'
import { marcFormats, ourFormatNames } from '../../marc-formats.ts'
import { may } from '../../may.ts'
import { bibHref, ourHref, ourSearch } from '../../our-address.ts'
import { type OurBib, ourBib } from '../../our-bib.ts'
import { ownersLink } from '../../owners-link.ts'
import { route } from '../../route.ts'
import { sendMarc } from '../../send-marc.ts'
import { sendPage } from '../../send-page.ts'
import { Details } from '../details.tsx'
import { Notice, notice } from '../editing/notices.tsx'
import { MarcView } from '../marc-view.tsx'
import { BibAddress } from './bib-address.ts'

/** What was done just now, said once. */
const done = {
  added: 'The item is added.',
  changed: 'The item is changed.',
  removed: 'The item is removed.',
} as const
const doneNames = Object.keys(done) as [keyof typeof done, ...(keyof typeof done)[]]

/** A record of our own catalogue. */
export const bibPage = (door: Door): RequestHandler =>
  route(
    BibAddress.extend({ tab: recordTab, done: z.enum(doneNames).optional(), notice }),
    async (address, exchange) => {
      const { id, tab } = address
      const staff = may(exchange.visitor, 'catalogue.edit@branch')
      const found = await ourBib(door.database.db, id, staff)
      const link = found.source && (await ownersLink(door, found.source))
      const lending = await lendingOf(door, found, exchange.visitor)
      sendPage(
        exchange.res,
        <BibPage
          {...{ door, tab, found, staff, link, lending }}
          said={staff ? address.notice : undefined}
          notice={staff && address.done ? done[address.done] : undefined}
        />,
      )
    },
  )

/** The record as a file. What readers can't see they can't take away. */
export const bibFile = (door: Door): RequestHandler =>
  route(BibAddress.extend({ format: z.enum(ourFormatNames) }), async ({ id, format }, exchange) => {
    const { bib } = await ourBib(door.database.db, id, may(exchange.visitor, 'catalogue.edit@branch'))
    sendMarc(exchange.res, bib, format)
  })

interface BibPageProps {
  readonly door: Door
  readonly tab: RecordTab
  readonly found: OurBib
  readonly staff: boolean
  /** The record in the catalogue of the library it was taken from. */
  readonly link: string | undefined
  readonly lending: Lending
  readonly notice: string | undefined
  readonly said: z.output<typeof notice>
}

function BibPage({ door, tab, found, staff, link, lending, said, notice }: BibPageProps) {
  const { bib, full, items, lists, source } = found
  const { title } = full.brief
  return (
    <Layout
      door={door}
      title={title.script ?? title.text}
      dialog="in-hand"
      search={<TopSearch words={noWords} />}
      skips={[['record', 'Skip to the record']]}
    >
      <Notice of={said} />
      {staff && <SuppressedBanner bib={bib} />}
      <div class="split record">
        <article class="panel" id="record" tabIndex={-1}>
          <RecordHeading brief={full.brief} />
          <LinkOurs bibId={bib.id} />
          <section class="part" aria-labelledby="copies">
            <h2 id="copies">Copies</h2>
            {notice && (
              <p role="status">
                <span class="badge ok">
                  <span aria-hidden="true">✓</span> {notice}
                </span>
              </p>
            )}
            <Copies {...{ items, lists, staff }} due={lending.due} />
            <Reserving id={bib.id} lending={lending} />
            <PlaceForOurs bibId={bib.id} />
          </section>
          <RecordTabs tab={tab} to={(name) => bibHref(bib.id, name === 'details' ? '' : `?tab=${name}`)} />
          {tab === 'marc' ? (
            <MarcView record={bib.record} flavour={bib.flavour} />
          ) : (
            <Details full={full} like={like} />
          )}
        </article>
        <aside class="beside" aria-label="About the record">
          {source && <TakenFrom source={source} link={link} />}
          {staff && <BibStaff bib={bib} />}
          <section class="panel">
            <h2>Take the record away</h2>
            <ul class="downloads">
              {ourFormatNames.map((format) => (
                <li key={format}>
                  <Link download to={bibHref(bib.id, `/file?format=${format}`)}>
                    {marcFormats[format].label}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        </aside>
      </div>
    </Layout>
  )
}

/** A heading that finds its like in our catalogue. */
export const like = ({ field, text }: NonNullable<FullValue['search']>): string =>
  ourHref(ourSearch({ ...noWords, in: field, q: text.slice(0, 1000) }))
