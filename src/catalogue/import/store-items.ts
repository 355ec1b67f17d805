import { sql } from 'kysely'
import { storableText, type Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { branches, codeList, codeLists, type ItemFields } from '../items/index.ts'
import type { IncomingItem } from './item-fields.ts'

/** An item of the file, and the record it belongs to. */
export interface WantedItem {
  readonly bibId: number
  readonly item: IncomingItem
}

/** Why an item was not taken: "" where its record has it already. */
export type Refusal = string | undefined

/**
 * Adds items of many records, a few statements for all of them. Gives what became of each: undefined when it was added.
 * Like `addItem`, codes must be active ones and accession numbers belong to one item.
 */
export async function storeItems(
  tx: Tx,
  batchId: number,
  wanted: readonly WantedItem[],
  fault: CodeFault,
): Promise<readonly Refusal[]> {
  if (wanted.length === 0) return []
  const living = await livingBibs(tx, [...new Set(wanted.map(({ bibId }) => bibId))])
  const judged = judgeItems(wanted, fault, (bibId) => living.has(bibId))
  const added = await insert(tx, batchId, [...judged.first.values()])
  const others = [...judged.first.keys()].filter((no) => !added.has(no))
  return refusalsOf(judged, added, await ownersOf(tx, others))
}

/** Items as they would be stored, with what is wrong with them, and of each number the first of them that may be. */
export interface JudgedItems {
  readonly all: readonly (SoundItem & { readonly problem?: Problem })[]
  readonly first: ReadonlyMap<string, SoundItem>
}

/** Judges items by themselves: their codes, and whether there is a record for them. */
export function judgeItems(
  wanted: readonly WantedItem[],
  fault: CodeFault,
  isThere: (bibId: number) => boolean,
): JudgedItems {
  const first = new Map<string, SoundItem>()
  const all = wanted.map(({ bibId, item }) => {
    const one = soundItem(bibId, item.fields)
    const problem = isThere(bibId) ? fault(one) : new Problem('bib-gone', { bib: bibId })
    if (problem) return { ...one, problem }
    if (!first.has(one.accessionNo)) first.set(one.accessionNo, one)
    return one
  })
  return { all, first }
}

/** What became of judged items: `added` are the numbers that were free, `owners` has the records that had the others. */
export const refusalsOf = (
  { all, first }: JudgedItems,
  added: ReadonlySet<string>,
  owners: ReadonlyMap<string, number>,
): readonly Refusal[] =>
  all.map((item) => {
    const { problem, accessionNo, bibId } = item
    if (problem) return problem.message
    const isAdded = added.has(accessionNo)
    if (isAdded && first.get(accessionNo) === item) return undefined
    const owner = isAdded ? first.get(accessionNo)!.bibId : owners.get(accessionNo)
    if (owner === bibId) return ''
    // In a dry run what would be added has its number in the file, below zero.
    const bib = owner === undefined ? '(just added)' : owner < 0 ? `${-owner} of the file` : owner
    return new Problem('accession-no-taken', { accessionNo, bib }).message
  })

type SoundItem = Omit<ItemFields, 'location' | 'collection'> & {
  readonly bibId: number
  readonly location: string | null
  readonly collection: string | null
}

const soundItem = (bibId: number, { location, collection, ...item }: ItemFields): SoundItem => ({
  bibId,
  accessionNo: storableText(item.accessionNo),
  branch: storableText(item.branch),
  location: location ? storableText(location) : null,
  collection: collection ? storableText(collection) : null,
  status: storableText(item.status),
  callNumber: storableText(item.callNumber),
  publicNote: storableText(item.publicNote),
  staffNote: storableText(item.staffNote),
})

type Coded = Partial<Pick<SoundItem, 'location' | 'collection' | 'status' | 'branch'>>
/** What is wrong with codes that an item is to have. */
export type CodeFault = (codes: Coded) => Problem | undefined

/** Judges codes of items by the lists as they are now. */
export async function codeFaults(tx: Tx): Promise<CodeFault> {
  const active = async (codes: Promise<readonly { readonly code: string; readonly active: boolean }[]>) =>
    new Set((await codes).filter((one) => one.active).map(({ code }) => code))
  const known = new Map<string, ReadonlySet<string>>([['branch', await active(branches(tx))]])
  for (const list of codeLists) known.set(list, await active(codeList(tx, list)))
  return ({ branch, location, collection, status }) => {
    const codes = { location, collection, 'item-status': status, branch }
    for (const [list, code] of Object.entries(codes))
      if (code !== null && code !== undefined && !known.get(list)!.has(code))
        return new Problem('code-unknown', { list, code })
    return undefined
  }
}

/** Those of some records that are there, held so that they are not deleted meanwhile. */
async function livingBibs(tx: Tx, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ id: number }>`
    select id from bibs where id = any(${[...ids]}::bigint[]) and state <> 'deleted' order by id for share
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

async function insert(tx: Tx, batchId: number, items: readonly SoundItem[]) {
  if (items.length === 0) return new Set<string>()
  const column = <T>(of: (item: (typeof items)[number]) => T): T[] => items.map(of)
  const { rows } = await sql<{ no: string }>`
    insert into items (bib_id, accession_no, branch, location, collection, status, call_number, public_note, staff_note, batch_id)
    select i.*, ${batchId}::bigint from unnest(${column(({ bibId }) => bibId)}::bigint[],
      ${column(({ accessionNo }) => accessionNo)}::text[], ${column(({ branch }) => branch)}::text[],
      ${column(({ location }) => location)}::text[], ${column(({ collection }) => collection)}::text[],
      ${column(({ status }) => status)}::text[], ${column(({ callNumber }) => callNumber)}::text[],
      ${column(({ publicNote }) => publicNote)}::text[], ${column(({ staffNote }) => staffNote)}::text[]) as i
    on conflict (accession_no) do nothing returning accession_no as no
  `.execute(tx)
  return new Set(rows.map(({ no }) => no))
}

/** The records that have items with these accession numbers. */
export async function ownersOf(tx: Tx, numbers: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (numbers.length === 0) return new Map()
  const { rows } = await sql<{ no: string; bib: number }>`
    select accession_no as no, bib_id as bib from items where accession_no = any(${[...numbers]}::text[])
  `.execute(tx)
  return new Map(rows.map(({ no, bib }) => [no, bib]))
}
