import type { RequestHandler } from 'express'
import {
  lendingNumber,
  requestNumber,
  type SettlementSettings,
  type StatementLine,
  type StatementSum,
  type StatementTotal,
  settledPartners,
  statementLines,
  statementSums,
  statementTotals,
} from '../../../ill/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { clockOf } from '../../house-clock.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { FeesAddress, feesHref, queryOf } from './address.ts'
import { Choosing } from './choosing.tsx'
import { amountWords, schemeWords, sideWords } from './words.ts'

const size = 100

/** What schemes settle between us and other libraries in a month. */
export const feesPage = (door: Door): RequestHandler =>
  route(FeesAddress, async (address, { res }) => {
    const { db } = door.database
    const query = queryOf(address, await clockOf(door, db))
    const lines = await statementLines(db, query, { after: address.after ?? 0, limit: size + 1 })
    sendPage(
      res,
      <Layout door={door} title="Fees">
        <div class="staff">
          <h1>Fees</h1>
          <Choosing address={{ ...address, month: query.month }} libraries={await settledPartners(db)} />
          {lines.length === 0 ? (
            <div class="panel nothing">
              <p>
                Nothing was posted then. A fee is posted when a loan or copy is shipped between us and a library whose
                costs IFM or LASER settles.
              </p>
            </div>
          ) : (
            <>
              <Sums sums={await statementSums(db, query)} totals={await statementTotals(db, query)} />
              <Entries lines={lines.slice(0, size)} />
            </>
          )}
          {(address.after !== undefined || lines.length > size) && (
            <nav class="paging" aria-label="Pages">
              {address.after !== undefined && <Link to={feesHref({ ...address, after: undefined })}>« First</Link>}
              {lines.length > size && (
                <Link to={feesHref({ ...address, month: query.month, after: lines[size - 1]!.id })} rel="next">
                  Later ›
                </Link>
              )}
            </nav>
          )}
          <SchemeFees settings={door.ill.settings.settlement} />
        </div>
      </Layout>,
    )
  })

const Sums = ({
  sums,
  totals,
}: {
  readonly sums: readonly StatementSum[]
  readonly totals: readonly StatementTotal[]
}) => (
  <section class="panel wide-table">
    <h2>Sums</h2>
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Library</th>
          <th scope="col">What</th>
          <th scope="col">Scheme</th>
          <th scope="col">Entries</th>
          <th scope="col" class="amount">
            Sum
          </th>
        </tr>
      </thead>
      <tbody>
        {sums.map((sum) => (
          <tr key={`${sum.partner.id} ${sum.side} ${sum.scheme} ${sum.currency}`}>
            <th scope="row">
              <Words text={sum.partner.name} most={80} />
            </th>
            <td data-label="What">{sideWords[sum.side]}</td>
            <td data-label="Scheme">{schemeWords[sum.scheme]}</td>
            <td data-label="Entries">
              {sum.entries}
              {sum.unsaid > 0 && <span class="hint"> {sum.unsaid} without an amount</span>}
            </td>
            <td data-label="Sum" class="amount">
              {sum.unsaid === sum.entries ? '–' : amountWords(sum)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <dl class="facts">
      {totals.map(({ currency, paid, received, balance }) => (
        <div key={currency}>
          <dt>{currency || 'No currency'}</dt>
          <dd>
            we pay {paid}, we are paid {received}, difference {balance}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

const Entries = ({ lines }: { readonly lines: readonly StatementLine[] }) => (
  <section class="panel wide-table">
    <h2>Entries</h2>
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Posted</th>
          <th scope="col">Request</th>
          <th scope="col">Library</th>
          <th scope="col">What</th>
          <th scope="col" class="amount">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  </section>
)

const Row = ({ line }: { readonly line: StatementLine }) => {
  const lent = line.side === 'lending'
  return (
    <tr>
      <td data-label="Posted">
        <Moment at={line.at} />
      </td>
      <th scope="row">
        <Link to={lent ? `/lending/${line.requestId}` : `/requests/${line.requestId}`}>
          {lent ? lendingNumber(line.requestId) : requestNumber(line.requestId)}
        </Link>{' '}
        <Words text={line.title} most={80} />
      </th>
      <td data-label="Library">
        <Words text={line.partner.name} most={80} />
      </td>
      <td data-label="What">
        {schemeWords[line.scheme]} {line.kind === 'reversal' ? 'taken back' : 'fee'}, {lent ? 'we are paid' : 'we pay'}
      </td>
      <td data-label="Amount" class="amount">
        {amountWords(line)}
        {line.ours !== null && <div class="hint">our figure {line.ours}</div>}
      </td>
    </tr>
  )
}

/** What the house has settled for where nobody says what something costs. */
const SchemeFees = ({ settings }: { readonly settings: SettlementSettings }) => {
  const said = (['ifm', 'laser'] as const).flatMap((scheme) =>
    (['loan', 'copy'] as const).flatMap((service) => {
      const fee = settings[scheme][service]
      return fee === undefined ? [] : [[`${schemeWords[scheme]}, a ${service}`, fee] as const]
    }),
  )
  return (
    <section class="panel">
      <h2>What the schemes charge</h2>
      {said.length === 0 ? (
        <p>
          Nothing is set: only what is said with Shipped is posted, or what the directory has as a lender’s cost. Usual
          fees are set under <code>settlement</code> in <code>ill.yaml</code>.
        </p>
      ) : (
        <>
          <dl class="facts">
            {said.map(([name, fee]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{fee}</dd>
              </div>
            ))}
          </dl>
          <p class="hint">
            Posted where neither Shipped nor the directory of lenders says what it costs. Set under{' '}
            <code>settlement</code> in <code>ill.yaml</code>.
          </p>
        </>
      )}
    </section>
  )
}
