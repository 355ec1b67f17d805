import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Item, itemsOfAll } from '../../../catalogue/index.ts'
import {
  type Lending,
  notThere,
  type PrintList,
  type PrintRun,
  print,
  printedAt,
  printRuns,
  readLending,
  toPrint,
} from '../../../ill/index.ts'
import { Problem } from '../../../problems.ts'
import { type Barcode, BarcodePicture, barcodeOf } from '../../components/barcode.tsx'
import { TimeAt } from '../../components/instant.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { type ItemWords, itemLists, itemWords } from '../../item-lists.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'
import { dayWords } from '../requests/words.ts'
import { LendingAddress } from './opened.ts'
import { addressLines, servicesWords } from './words.ts'

const lists = {
  pick: { title: 'Pick List', path: '/lending/pick-list', noun: 'request', empty: 'Nothing is to be fetched.' },
  shipping: {
    title: 'Shipping List',
    path: '/lending/shipping-list',
    noun: 'parcel',
    empty: 'Nothing is to be labelled.',
  },
} as const satisfies Readonly<Record<PrintList, object>>

const Address = z.object({ run: z.iso.datetime().optional() })

/** What a list would hold, or one that was printed, to be printed again. */
export const printPage = (door: Door, list: PrintList): RequestHandler =>
  route(Address, async ({ run }, { res }) => {
    const { db } = door.database
    if (run === undefined)
      return sendPage(
        res,
        <Before
          {...{ door, list }}
          found={await toPrint(db, list)}
          runs={await printRuns(db, list)}
          missing={list === 'pick' ? missingWords(await notThere(db)) : []}
        />,
      )
    const lendings = await printedAt(db, list, new Date(run))
    const sheets = await sheetsOf(door, lendings)
    sendPage(
      res,
      <Layout door={door} title={lists[list].title} scripts={['print.js']}>
        <div class="staff printed">
          <p class="way-back">
            <Link to={lists[list].path}>‹ {lists[list].title}</Link>
          </p>
          <div class="bar heading">
            <h1>
              {lists[list].title}, <TimeAt at={run} />: {count(lendings.length, lists[list].noun)}
            </h1>
            <PrintButton />
          </div>
          {list === 'pick' ? <PickTable sheets={sheets} /> : <Labels sheets={sheets} />}
        </div>
      </Layout>,
    )
  })

/** Marks what there is as printed, and shows the sheet. */
export const printAct =
  (door: Door, list: PrintList): RequestHandler =>
  async (req, res) => {
    const { visitor } = exchangeOf(req, res)
    const at = new Date(door.clock.now())
    const printed = await door.database.tx((tx) => print(tx, list, { actor: whoIs(visitor), via: 'page' }, at))
    const { path } = lists[list]
    res.redirect(303, printed === 0 ? path : `${path}?run=${encodeURIComponent(at.toISOString())}`)
  }

/** One address, for one parcel. */
export const labelPage = (door: Door): RequestHandler =>
  route(LendingAddress, async ({ id }, { res }) => {
    const lending = await readLending(door.database.db, id)
    if (!lending) throw new Problem('request-gone', { id })
    sendPage(
      res,
      <Layout door={door} title={`Label ${lending.number}`} scripts={['print.js']}>
        <p class="way-back">
          <Link to={`/lending/${id}`}>
            ‹ {lending.number} · <Words text={lending.title} most={120} />
          </Link>
        </p>
        <h1 class="hidden">Address label</h1>
        <Labels sheets={await sheetsOf(door, [lending])} />
        <PrintButton />
      </Layout>,
    )
  })

interface Sheet {
  readonly lending: Lending
  readonly items: readonly (Item & { readonly words: ItemWords })[]
  readonly bars: Barcode | undefined
}

async function sheetsOf({ database: { db } }: Door, lendings: readonly Lending[]): Promise<readonly Sheet[]> {
  const bibs = lendings.flatMap(({ bibId }) => bibId ?? [])
  const items = await itemsOfAll(db, bibs)
  const lists = await itemLists(db)
  return await Promise.all(
    lendings.map(async (lending) => {
      const all = lending.bibId === undefined ? [] : (items.get(lending.bibId) ?? [])
      const chosen = all.filter(({ id }) => id === lending.itemId)
      return {
        lending,
        items: (chosen.length > 0 ? chosen : all).map((item) => ({ ...item, words: itemWords(item, lists) })),
        bars: await barcodeOf(lending.number),
      }
    }),
  )
}

const requests = (many: number) => (many === 1 ? 'One request waits' : `${many} requests wait`)
/** Why a pick list does not hold all that is asked for. */
const missingWords = ({ away, unlinked }: Awaited<ReturnType<typeof notThere>>): readonly string[] => [
  ...(away > 0 ? [`${requests(away)} for a copy that is not at its place: it is listed once it is back.`] : []),
  ...(unlinked > 0 ? [`${requests(unlinked)} for somebody to select a record of ours.`] : []),
]

interface BeforeProps {
  readonly door: Door
  readonly list: PrintList
  readonly found: readonly Lending[]
  readonly runs: readonly PrintRun[]
  /** What is asked for, and not on the list. */
  readonly missing: readonly string[]
}

const Before = ({ door, list, found, runs, missing }: BeforeProps) => (
  <Layout door={door} title={lists[list].title}>
    <div class="staff">
      <p class="way-back">
        <Link to="/lending">‹ Lending</Link>
      </p>
      <h1>{lists[list].title}</h1>
      {found.length === 0 ? (
        <div class="panel nothing">
          <p>
            {lists[list].empty}
            {runs.length > 0 && ' What was printed before is below.'}
          </p>
        </div>
      ) : (
        <form method="post" action={lists[list].path} class="panel stacked">
          <CsrfField />
          <p>
            {count(found.length, lists[list].noun)} not printed yet. What is printed is not printed again, unless its
            list is.
          </p>
          <ul class="plain-list">
            {found.map(({ id, number, title, partner }) => (
              <li key={id}>
                <Link to={`/lending/${id}`}>{number}</Link> <Words text={title} most={100} />{' '}
                <span class="hint">for {partner.name}</span>
              </li>
            ))}
          </ul>
          <div class="acts">
            <button type="submit" class="btn primary">
              Print {count(found.length, lists[list].noun)}
            </button>
          </div>
        </form>
      )}
      {missing.map((words) => (
        <p key={words} class="hint">
          {words} <Link to="/lending/list?queue=new">New requests</Link>
        </p>
      ))}
      {runs.length > 0 && (
        <section class="panel">
          <h2>Printed before</h2>
          <ul class="plain-list">
            {runs.map(({ at, count: many }) => (
              <li key={at.toISOString()}>
                <Link to={`${lists[list].path}?run=${encodeURIComponent(at.toISOString())}`}>
                  <TimeAt at={at} />
                </Link>
                <span class="hint"> {count(many, lists[list].noun)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  </Layout>
)

const PickTable = ({ sheets }: { readonly sheets: readonly Sheet[] }) => (
  <table class="rows">
    <thead>
      <tr>
        <th scope="col">Where</th>
        <th scope="col">Title</th>
        <th scope="col">For</th>
        <th scope="col">Number</th>
      </tr>
    </thead>
    <tbody>
      {sheets.map(({ lending, items, bars }) => (
        <tr key={lending.id}>
          <td data-label="Where">
            {items.length === 0
              ? 'no record of ours is selected'
              : items.map((item) => (
                  <div key={item.id}>
                    {[item.words.branch, item.words.location, item.callNumber, item.accessionNo]
                      .filter(Boolean)
                      .join(', ')}
                    {!item.words.available && ` (${item.words.status})`}
                  </div>
                ))}
          </td>
          <th scope="row">
            <Words text={lending.title} most={200} />
            {lending.author && (
              <>
                <br />
                <span class="hint">
                  <Words text={lending.author} most={100} />
                </span>
              </>
            )}
            {lending.wanted.pages && ` pp. ${lending.wanted.pages}`}
          </th>
          <td data-label="For">
            {lending.partner.name}
            <br />
            {servicesWords(lending.services)}
            {lending.neededBy && `, needed by ${dayWords(lending.neededBy)}`}
          </td>
          <td data-label="Number">
            <span class="code">{lending.number}</span>
            {bars && <BarcodePicture bars={bars} label={`Barcode of ${lending.number}`} />}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Labels = ({ sheets }: { readonly sheets: readonly Sheet[] }) => (
  <>
    {sheets.map(({ lending, items, bars }) => (
      <div key={lending.id} class="slip panel">
        <div>
          {addressLines(lending).map((line, at) => (
            <div key={`${at} ${line}`}>{line}</div>
          ))}
        </div>
        <p class="title">
          <Words text={lending.title} most={120} />
        </p>
        <p>
          {lending.theirNumber && `Your number ${lending.theirNumber}`}
          {lending.data.dueOn && (
            <>
              <br />
              Due back {dayWords(lending.data.dueOn)}
            </>
          )}
          {items.length === 1 && lending.itemId !== undefined && (
            <>
              <br />
              Item {items[0]!.accessionNo}
            </>
          )}
        </p>
        {bars && <BarcodePicture bars={bars} label={`Barcode of ${lending.number}`} />}
        <p class="code">{lending.number}</p>
      </div>
    ))}
  </>
)
