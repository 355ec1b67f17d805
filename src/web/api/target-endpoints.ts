import type { z } from 'zod'
import { Problem } from '../../problems.ts'
import {
  addTarget,
  alterTargets,
  brieflyWritten,
  changeTarget,
  countAltered,
  Entry,
  fullyWritten,
  listKeptTargets,
  placeRefusal,
  readKeptTarget,
  removeTarget,
  secretOf,
  type TargetEntry,
  targetOf,
  withSecret,
} from '../../search/index.ts'
import type { Door } from '../door.ts'
import { parse } from '../route.ts'
import { works } from '../target-test.ts'
import { hostOf, keepingOf, ofFile, ofKept, type TargetView, targetView } from '../target-views.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import * as schemas from './target-schemas.ts'
import { seenVersion, sendVersioned, versioned } from './versions.ts'

/** The targets that are searched, with all their settings: kept by administrators. */
export function targetEndpoints(door: Door): readonly Endpoint[] {
  const { database, targets: list } = door
  return [
    endpoint({
      method: 'get',
      path: '/target-entries',
      summary: 'Every target, of the file or kept, with its settings and whether it is searched',
      answers: [{ status: 200, description: 'Those of the file first', schema: schemas.TargetEntries }],
      problems: [401, 403],
      handle: async (_input, { res }) => {
        await list.refresh()
        const kept = await listKeptTargets(database.db)
        const views = await Promise.all([
          ...list.inFile.map((entry) => ofFile(list, entry)),
          ...kept.map((target) => ofKept(list, target)),
        ])
        res.set('Cache-Control', 'no-store').json({ targets: views.map(shown) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/target-entries',
      summary: 'Keep a new target, which is searched at once',
      body: schemas.TargetSettings,
      answers: [{ status: 201, description: 'Kept; `Location` is its address', schema: schemas.TargetEntry }],
      problems: [400, 401, 403, 409, 413],
      handle: async ({ body }, exchange) => {
        const entry = parse(Entry, body)
        await mayBeThere(door, entry)
        await database.tx((tx) => addTarget(tx, fullyWritten(entry), keepingOf(door, exchange)))
        const view = await targetView(door, entry.id)
        const { res } = exchange
        res.status(201).location(`/api/v1/target-entries/${entry.id}`)
        res.set(versioned(view.kept!.version, shown(view))).json(shown(view))
      },
    }),
    endpoint({
      method: 'patch',
      path: '/target-entries',
      summary:
        'Turn several targets on or off, put them under categories or take them out; those of the file are refused',
      body: schemas.TargetsAlteration,
      answers: [{ status: 200, description: 'What became of each', schema: schemas.TargetsAltered }],
      problems: [400, 401, 403, 413],
      handle: async ({ body: { targets: ids, ...alteration } }, exchange) => {
        const altered = await database.tx((tx) => alterTargets(tx, ids, alteration, keepingOf(door, exchange)))
        await list.refresh()
        exchange.res.json({ counts: countAltered(altered), targets: altered })
      },
    }),
    endpoint({
      method: 'get',
      path: '/target-entries/{target}',
      summary: 'A target with its settings, without its password',
      params: schemas.TargetParams,
      answers: [
        { status: 200, description: '`ETag` holds its version, of one that is kept', schema: schemas.TargetEntry },
      ],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, exchange) => {
        const view = await targetView(door, params.target)
        sendVersioned(exchange, view.kept?.version ?? 0, shown(view))
      },
    }),
    endpoint({
      method: 'patch',
      path: '/target-entries/{target}',
      summary: 'Change a target; what is left out stays as it is',
      params: schemas.TargetParams,
      headers: schemas.ChangeHeaders,
      body: schemas.TargetChange,
      answers: [{ status: 200, description: 'The target as it is now', schema: schemas.TargetEntry }],
      problems: [400, 401, 403, 404, 409, 412, 413, 422, 428],
      handle: async ({ params: { target: id }, headers, body }, exchange) => {
        const seen = seenVersion(headers['if-match'], 'the target')
        const { kept, entry } = await targetView(door, id)
        if (!kept) throw new Problem('target-in-file', { id })
        const all = { ...(entry && brieflyWritten(entry)), ...body, id }
        const after = parse(
          Entry,
          Object.fromEntries(Object.entries(all).filter(([name, value]) => isSaid(name, value))),
        )
        if (!(entry && hostOf(entry) === hostOf(after))) await mayBeThere(door, after)
        await database
          .tx((tx) => changeTarget(tx, seen ?? kept.version, fullyWritten(after), keepingOf(door, exchange)))
          .catch(stale)
        const view = await targetView(door, id)
        sendVersioned(exchange, view.kept!.version, shown(view))
      },
    }),
    endpoint({
      method: 'delete',
      path: '/target-entries/{target}',
      summary: 'Keep a target no longer, nor its password',
      params: schemas.TargetParams,
      headers: schemas.ChangeHeaders,
      answers: [{ status: 204, description: 'Removed' }],
      problems: [400, 401, 403, 404, 409, 412, 428],
      handle: async ({ params: { target: id }, headers }, { res, visitor }) => {
        const seen = seenVersion(headers['if-match'], 'the target')
        // One that the file hides can be removed, too.
        const kept = await readKeptTarget(database.db, id)
        if (!kept && list.inFile.some((entry) => entry.id === id)) throw new Problem('target-in-file', { id })
        await database.tx((tx) => removeTarget(tx, id, seen, visitor.actor)).catch(stale)
        await list.refresh()
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'post',
      path: '/target-entries/{target}/test',
      summary: 'Test a target step by step, enabled or not; it takes half a minute at most',
      params: schemas.TargetParams,
      answers: [{ status: 200, description: 'How each step went', schema: schemas.TargetTest }],
      problems: [400, 401, 403, 404, 429],
      handle: async ({ params }, exchange) => {
        const steps = await door.tests.run(params.target, exchange)
        exchange.res.json({ works: works(steps), steps })
      },
    }),
  ]
}

/** `null` stands for what is usual, but where it says something itself. */
const isSaid = (name: string, value: unknown): boolean => value !== null || name === 'elementSet' || name === 'schema'

/** @throws Problem bad-input for a target in a network where it may not be */
async function mayBeThere({ targets }: Door, entry: TargetEntry): Promise<void> {
  const refusal = await placeRefusal(targetOf(entry, targets.reach))
  if (refusal !== undefined)
    throw new Problem('bad-input', { detail: `${entry.protocol === 'sru' ? 'url' : 'host'}: ${refusal}` })
}

/** @throws Problem version-stale where that is what it was; else what it was */
function stale(error: unknown): never {
  if (error instanceof Problem && error.code === 'version-conflict') throw new Problem('version-stale', error.context)
  throw error
}

function shown({ id, entry, kept, standing }: TargetView): z.input<typeof schemas.TargetEntry> {
  return {
    ...{ id, source: kept ? 'kept' : 'file', ...(kept && { version: kept.version }) },
    hasPassword: kept ? kept.hasSecret : entry !== undefined && secretOf(entry) !== undefined,
    ...standing,
    ...(entry && { settings: { ...fullyWritten(withSecret(entry, undefined)) } }),
  }
}
