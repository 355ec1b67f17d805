import { brief } from '../../bib/index.ts'
import {
  type Bib,
  codeList,
  type Item,
  itemsOf,
  readBibs,
  searchCatalogue,
  shownStatus,
} from '../../catalogue/index.ts'
import { dueDates } from '../../circulation/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Lending } from './types.ts'
import { bibsWanted } from './wanted.ts'

/** A copy of ours, and whether it can be taken from the shelf. */
export interface CopyAtHand {
  readonly item: Item
  /** Its status now, as staff call it. */
  readonly status: string
  readonly available: boolean
  /** When it is due, where somebody has it. YYYY-MM-DD. */
  readonly dueOn?: string
}

/** A record of ours that is, or may be, what is wanted. */
export interface Candidate {
  readonly bibId: number
  readonly title: string
  readonly author: string
  /** The catalogue takes it for the same; else only its words agree. */
  readonly sure: boolean
  readonly copies: readonly CopyAtHand[]
}

const mostCandidates = 5

/** The record a request is linked to, and others of ours that it may mean, with their copies. */
export async function availabilityOf(tx: Tx, lending: Lending, today: string): Promise<readonly Candidate[]> {
  const twins = await bibsWanted(tx, lending.wanted, today)
  const linked =
    lending.bibId === undefined ? undefined : (await readBibs(tx, [lending.bibId], 'all')).get(lending.bibId)
  const alike = linked || twins.length > 0 ? [] : await alikeIn(tx, lending)
  const all = [...(linked ? [linked] : []), ...twins.filter(({ id }) => id !== linked?.id), ...alike]
  const sure = new Set([linked?.id, ...twins.map(({ id }) => id)])
  const candidates: Candidate[] = []
  for (const bib of all.slice(0, mostCandidates)) candidates.push(await candidateOf(tx, bib, sure.has(bib.id)))
  return candidates
}

/** Records whose words agree: for somebody to look at. */
async function alikeIn(tx: Tx, { wanted: { title, author, isbn } }: Lending): Promise<readonly Bib[]> {
  const look = async (query: { title?: string; author?: string; isbn?: string }) => {
    const { hits } = await searchCatalogue(tx, { query, size: mostCandidates })
    const found = await readBibs(
      tx,
      hits.map(({ id }) => id),
    )
    return hits.flatMap(({ id }) => found.get(id) ?? [])
  }
  const byNumber = isbn ? await look({ isbn }) : []
  if (byNumber.length > 0 || !title) return byNumber
  const short = title.split(/[:/;.]/)[0]!.trim()
  const byBoth = author ? await look({ title: short, author: author.split(/[,;]/)[0]!.trim() }) : []
  return byBoth.length > 0 ? byBoth : await look({ title: short })
}

async function candidateOf(tx: Tx, bib: Bib, sure: boolean): Promise<Candidate> {
  const items = await itemsOf(tx, bib.id)
  const statuses = new Map((await codeList(tx, 'item-status')).map((code) => [code.code, code]))
  const due = await dueDates(
    tx,
    items.map(({ id }) => id),
  )
  const { title, author } = brief(bib.record, bib.flavour)
  return {
    ...{ bibId: bib.id, sure, title: title.text, author: author?.text ?? '' },
    copies: items.map((item) => {
      const status = statuses.get(shownStatus(item))
      const dueOn = due.get(item.id)
      return {
        ...{ item, status: status?.label ?? shownStatus(item), available: status?.available ?? false },
        ...(dueOn !== undefined && { dueOn }),
      }
    }),
  }
}
