import { addBib, addItem, type ItemFields, saveBranch, saveCode, setBibState } from '../src/catalogue/index.ts'
import type { Database } from '../src/kit/db/index.ts'
import { readRecord } from '../src/standards/marc/index.ts'
import { type FieldLine, iso2709, marc21Records, unimarcRecords } from './zserver/library.ts'

const actor = { name: 'Ada', via: 'web' } as const
const by = { actor, action: 'create' } as const

/** Records that nobody outside may come to see: one is suppressed, one deleted. Both tell of Hamlet, in Denmark. */
const hidden: readonly (readonly FieldLine[])[] = ['suppressed', 'deleted'].map((state) => [
  ['001', `x-${state}`],
  ['008', '850423s1999    xxu           000 0 eng  '],
  ['020', '  $a9780571204519'],
  ['100', '1 $aGhost, Father.'],
  ['245', `10$aHamlet, the ${state} prince.`],
  ['650', ' 0$aSecrets$zDenmark.'],
])

/** A catalogue of MARC 21 and UNIMARC records: ids by the last part of 001. `hamlet` has two copies. */
export async function fillShelf(database: Database): Promise<Record<string, number>> {
  const ids: Record<string, number> = {}
  await database.tx(async (tx) => {
    for (const [flavour, records] of [
      ['marc21', [...marc21Records, ...hidden]],
      ['unimarc', unimarcRecords],
    ] as const)
      for (const lines of records) {
        const { record } = readRecord(iso2709(lines), { flavour, encoding: 'utf-8' })
        const { id } = await addBib(tx, { record, flavour }, by)
        ids[lines[0]![1].slice(2)] = id
      }
    await setBibState(tx, ids['suppressed']!, 1, 'suppressed', { actor, action: 'suppress' })
    await setBibState(tx, ids['deleted']!, 1, 'deleted', { actor, action: 'delete' })
    await saveBranch(tx, { code: 'main', label: 'Main Library', position: 1, active: true }, actor)
    await saveCode(
      tx,
      'location',
      { code: 'stacks', label: 'Stacks', position: 1, active: true, available: false },
      actor,
    )
    const copy = {
      branch: 'main',
      location: 'stacks',
      callNumber: 'PR2807 .A2',
      publicNote: '',
      staffNote: 'bought cheap',
    }
    const copies: ItemFields[] = [
      { ...copy, accessionNo: 'A1', status: 'available', publicNote: 'Signed' },
      { ...copy, accessionNo: 'A2', status: 'on-loan' },
    ]
    for (const item of copies) await addItem(tx, ids['hamlet']!, item, actor)
    await addItem(tx, ids['suppressed']!, { ...copy, accessionNo: 'SECRET-1', status: 'available' }, actor)
  })
  return ids
}

/** Changes the state of a record, as staff would. */
export async function setState(
  database: Database,
  id: number,
  version: number,
  state: 'active' | 'suppressed' | 'deleted',
): Promise<void> {
  const action = { active: 'unsuppress', suppressed: 'suppress', deleted: 'delete' } as const
  await database.tx((tx) => setBibState(tx, id, version, state, { actor, action: action[state] }))
}
