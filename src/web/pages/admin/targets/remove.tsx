import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../../problems.ts'
import { type KeptTarget, readKeptTarget, removeTarget } from '../../../../search/index.ts'
import { Link } from '../../../components/link.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { formFields, route } from '../../../route.ts'
import { sendPage } from '../../../send-page.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { TargetAddress } from './target.tsx'

const Sent = z.object({ version: z.coerce.number().int().min(0).catch(0) })

/** Asks before a target is removed. */
export const removeTargetPage = (door: Door): RequestHandler =>
  route(TargetAddress, async ({ target: id }, { res }) =>
    sendPage(res, <RemoveTarget door={door} kept={await known(door, id)} />),
  )

export const removeTargetAct = (door: Door): RequestHandler =>
  route(TargetAddress, async ({ target: id }, { req, res, visitor }) => {
    const { version } = Sent.parse(formFields(req, Sent))
    try {
      await door.database.tx((tx) => removeTarget(tx, id, version, visitor.actor))
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'version-conflict') throw error
      const kept = await known(door, id)
      return sendPage(res, <RemoveTarget {...{ door, kept }} refusal={`${error.message}.`} />, error.status)
    }
    await door.targets.refresh()
    res.redirect(303, '/admin/targets?done=removed')
  })

/** @throws Problem not-found, target-in-file */
async function known({ database, targets }: Door, id: string): Promise<KeptTarget> {
  const kept = await readKeptTarget(database.db, id)
  if (kept) return kept
  if (targets.inFile.some((entry) => entry.id === id)) throw new Problem('target-in-file', { id })
  throw new Problem('not-found', { what: 'target' })
}

interface RemoveTargetProps {
  readonly door: Door
  readonly kept: KeptTarget
  readonly refusal?: string
}

function RemoveTarget({ door, kept: { id, entry, version, hasSecret }, refusal }: RemoveTargetProps) {
  const name = entry?.label ?? id
  return (
    <AdminLayout door={door} title={`Remove ${name}?`} part="/admin/targets" refusal={refusal}>
      <h1>Remove {name}?</h1>
      <form method="post" action={`/admin/targets/${id}/remove`} class="panel stacked">
        <CsrfField />
        <input type="hidden" name="version" value={version} />
        <p>
          Its settings{hasSecret && ' and its password'} are forgotten, and it is searched no more. To stop searching it
          for a while, turn it off instead.
        </p>
        <div class="bar flat">
          <button type="submit" class="btn primary">
            Remove it
          </button>
          <Link class="btn" to="/admin/targets">
            Keep it
          </Link>
        </div>
      </form>
    </AdminLayout>
  )
}
