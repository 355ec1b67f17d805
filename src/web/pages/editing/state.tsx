import type { RequestHandler } from 'express'
import { z } from 'zod'
import { brief } from '../../../bib/index.ts'
import { type Bib, type BibAction, type BibState, readBib, setBibState } from '../../../catalogue/index.ts'
import { Problem } from '../../../problems.ts'
import { TextField } from '../../components/field.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { BibAddress } from '../catalogue/bib-address.ts'

/** What is done to reach each state, and what that means. */
const acts = {
  suppressed: {
    action: 'suppress',
    heading: 'Suppress this record?',
    means: 'Readers will no longer find or see it, in any view or by any protocol. Staff still do.',
    button: 'Suppress',
  },
  active: {
    action: 'unsuppress',
    heading: 'Show this record to readers again?',
    means: 'Readers will find it again at once.',
    button: 'Show it again',
  },
  deleted: {
    action: 'delete',
    heading: 'Delete this record?',
    means: 'Nobody will find it any more. Its history is kept: any version can be restored from there.',
    button: 'Delete',
  },
} as const satisfies Record<BibState, { readonly action: BibAction; readonly [words: string]: string }>

const to = z.enum(Object.keys(acts) as [BibState, ...BibState[]])
const StateForm = z.object({
  to,
  version: z.coerce.number().int().min(1).max(2_147_483_647),
  reason: z.string().trim().max(500, 'Say it in 500 characters.').default(''),
})

/** Asks before a record is suppressed, shown again or deleted. */
export const statePage = (door: Door): RequestHandler =>
  route(BibAddress.extend({ to }), async ({ id, to }, { res }) => {
    const bib = await theBib(door, id)
    sendPage(res, <StatePage {...{ door, bib, to }} reason="" />)
  })

/** Does it. What stands in the way is said on the page that asked. */
export const stateAct = (door: Door): RequestHandler =>
  route(BibAddress, async ({ id }, { req, res, visitor }) => {
    const { to, version, reason } = parse(StateForm, formFields(req, StateForm))
    const provenance = { actor: visitor.actor, action: acts[to].action, ...(reason && { reason }) }
    try {
      await door.database.tx((tx) => setBibState(tx, id, version, to, provenance))
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error
      const bib = await theBib(door, id)
      return sendPage(res, <StatePage {...{ door, bib, to, reason }} complaint={error.message} />, 409)
    }
    res.redirect(303, bibHref(id, to === 'deleted' ? '/history?notice=deleted' : `?notice=${to}`))
  })

async function theBib(door: Door, id: number): Promise<Bib> {
  const bib = await readBib(door.database.db, id, 'suppressed')
  if (!bib) throw new Problem('bib-gone', { bib: id })
  return bib
}

interface StatePageProps {
  readonly door: Door
  readonly bib: Bib
  readonly to: BibState
  readonly reason: string
  readonly complaint?: string
}

function StatePage({ door, bib, to, reason, complaint }: StatePageProps) {
  const { heading, means, button } = acts[to]
  const { title } = brief(bib.record, bib.flavour)
  return (
    <Layout door={door} title={heading}>
      <div class="panel narrow">
        <h1>{heading}</h1>
        <p class="title">
          <Words text={title.script ?? title.text} most={300} />
        </p>
        {complaint && <Note tone="bad">{complaint}</Note>}
        {bib.state === to ? <p>It is {to} already.</p> : <p>{means}</p>}
        {bib.state !== to && (
          <form method="post" action={bibHref(bib.id, '/state')} class="stacked">
            <CsrfField />
            <input type="hidden" name="to" value={to} />
            <input type="hidden" name="version" value={bib.version} />
            <TextField
              id="reason"
              label="Why"
              hint="For the record’s history. May be left empty."
              value={reason}
              maxLength={500}
            />
            <div class="acts">
              <button type="submit" class="btn primary">
                {button}
              </button>
              <Link class="btn" to={bibHref(bib.id)}>
                Leave it as it is
              </Link>
            </div>
          </form>
        )}
      </div>
    </Layout>
  )
}
