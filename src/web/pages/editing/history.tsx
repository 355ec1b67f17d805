import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Difference, diffRecords } from '../../../bib/index.ts'
import {
  type BibAction,
  type BibVersionInfo,
  bibHistory,
  readVersion,
  restoreBib,
  type SourceInfo,
  sourcesOf,
} from '../../../catalogue/index.ts'
import { Problem } from '../../../problems.ts'
import { Differences } from '../../components/differences.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { BibAddress } from '../catalogue/bib-address.ts'
import { Notice, notice } from './notices.tsx'

const version = z.coerce.number().int().min(1).max(2_147_483_647)

/** Every version of a record: who made it, when, why and from what; and what any two of them differ in. */
export const historyPage = (door: Door): RequestHandler =>
  route(BibAddress.extend({ from: version.optional(), to: version.optional(), notice }), async (address, { res }) => {
    const { db } = door.database
    const { id } = address
    const versions = await bibHistory(db, id)
    const [latest, before] = versions
    if (!latest) throw new Problem('bib-gone', { bib: id })
    const sources = await sourcesOf(
      db,
      versions.flatMap(({ sourceId }) => sourceId ?? []),
    )
    const to = address.to ?? latest.version
    const from = address.from ?? before?.version ?? latest.version
    const [left, right] = [await readVersion(db, id, from), await readVersion(db, id, to)]
    const comparison =
      left && right && from !== to ? { from, to, differences: diffRecords(left.record, right.record) } : undefined
    sendPage(res, <History {...{ door, id, versions, sources, comparison, from, to }} notice={address.notice} />)
  })

const RestoreForm = z.object({ version, expected: version })

/** Makes an earlier version the current one again. */
export const restoreAct = (door: Door): RequestHandler =>
  route(BibAddress, async ({ id }, { req, res, visitor }) => {
    const { version, expected } = parse(RestoreForm, formFields(req, RestoreForm))
    await door.database.tx((tx) =>
      restoreBib(tx, id, version, expected, {
        actor: visitor.actor,
        action: 'restore',
        reason: `version ${version}`,
      }),
    )
    res.redirect(303, bibHref(id, '/history?notice=restored'))
  })

interface HistoryProps {
  readonly door: Door
  readonly id: number
  readonly versions: readonly BibVersionInfo[]
  readonly sources: ReadonlyMap<number, SourceInfo>
  readonly comparison: { readonly from: number; readonly to: number; readonly differences: Difference[] } | undefined
  readonly from: number
  readonly to: number
  readonly notice: z.output<typeof notice>
}

function History({ door, id, versions, sources, comparison, from, to, notice }: HistoryProps) {
  const latest = versions[0]!
  const deleted = latest.state === 'deleted'
  return (
    <Layout door={door} title={`History of record ${id}`}>
      <nav class="bar" aria-label="Back">
        {deleted ? <span class="hint">This record is deleted.</span> : <Link to={bibHref(id)}>‹ The record</Link>}
      </nav>
      <Notice of={notice} />
      <h1>History of record {id}</h1>
      <section class="panel part" aria-labelledby="versions">
        <h2 id="versions">Versions</h2>
        <form method="get" action={bibHref(id, '/history')} id="compare" />
        <div class="wide-table">
          <table class="versions">
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">What was done</th>
                <th scope="col">Compare</th>
                <th scope="col">
                  <span class="hidden">Restore</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {versions.map((one) => (
                <VersionRow key={one.version} {...{ id, one, latest, sources, from, to }} />
              ))}
            </tbody>
          </table>
        </div>
        {versions.length > 1 && (
          <button type="submit" form="compare" class="btn">
            Compare the two
          </button>
        )}
      </section>
      {comparison && (
        <section class="panel part" aria-labelledby="differences">
          <h2 id="differences">
            From version {comparison.from} to version {comparison.to}
          </h2>
          <Differences
            differences={comparison.differences}
            before={`Version ${comparison.from}`}
            after={`Version ${comparison.to}`}
          />
        </section>
      )}
    </Layout>
  )
}

const actions: Readonly<Record<BibAction, string>> = {
  create: 'created',
  edit: 'edited',
  overlay: 'laid over',
  merge: 'completed',
  select: 'selected',
  import: 'loaded from a file',
  undo: 'put back by undoing a load',
  suppress: 'suppressed',
  unsuppress: 'shown again',
  delete: 'deleted',
  restore: 'restored',
}

interface VersionRowProps extends Pick<HistoryProps, 'id' | 'sources' | 'from' | 'to'> {
  readonly one: BibVersionInfo
  readonly latest: BibVersionInfo
}

function VersionRow({ id, one, latest, sources, from, to }: VersionRowProps) {
  const source = one.sourceId === undefined ? undefined : sources.get(one.sourceId)
  const current = one === latest
  return (
    <tr>
      <th scope="row">
        {one.version} {current && <span class="badge ok">✓ now</span>}
      </th>
      <td>
        <p>
          <b>{actions[one.action]}</b> by <Words text={one.changedBy.name} most={80} />
        </p>
        <p class="hint">
          <Moment at={one.changedAt} />
          {one.state !== 'active' && `, ${one.state}`}
          {one.level === 'brief' && ', brief'}
        </p>
        {one.reason && (
          <p>
            “<Words text={one.reason} most={500} />”
          </p>
        )}
        {source && (
          <p class="hint">
            from <Words text={source.label} most={120} />, fetched <Moment at={source.fetchedAt} />
            {source.lossy && ', some characters lost'}
          </p>
        )}
        {one.batchId !== undefined && <p class="hint">with load {one.batchId}</p>}
      </td>
      <td class="pick">
        <label>
          <input type="radio" name="from" value={one.version} form="compare" checked={one.version === from} />
          <span>
            from<span class="hidden"> version {one.version}</span>
          </span>
        </label>
        <label>
          <input type="radio" name="to" value={one.version} form="compare" checked={one.version === to} />
          <span>
            to<span class="hidden"> version {one.version}</span>
          </span>
        </label>
      </td>
      <td>
        {!current && one.state !== 'deleted' && (
          <form method="post" action={bibHref(id, '/restore')}>
            <CsrfField />
            <input type="hidden" name="version" value={one.version} />
            <input type="hidden" name="expected" value={latest.version} />
            <button type="submit" class="btn">
              Restore<span class="hidden"> version {one.version}</span>
            </button>
          </form>
        )}
      </td>
    </tr>
  )
}
