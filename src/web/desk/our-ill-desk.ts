import {
  type Ill,
  type Line,
  linesOf,
  liveLineStates,
  parseRequestNumber,
  type Request,
  readRequest,
} from '../../ill/index.ts'
import type { Database, Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import type { IllDesk, IllDeskAnswer, IllScan } from './ill-desk.ts'

interface Found {
  readonly request: Request
  /** The lender's line that is under way. */
  readonly line: Line | undefined
}

/** The desk's acts on what lenders send: the same actions, with the same rules, as on the pages of requests. */
export function ourIllDesk({ tx, db }: Database, { engine }: Ill): IllDesk {
  async function act(
    scan: IllScan,
    event: string,
    formOf: (line: Line) => Record<string, unknown> | string,
  ): Promise<IllDeskAnswer> {
    const found = await find(db, scan)
    if (!found) return refused('No request or item of another library has this number')
    const { request, line } = found
    const known = {
      title: `${request.number} ${request.title}`,
      links: [{ to: `/requests/${request.id}/lenders`, label: 'Manage ILL' }],
    }
    if (!line) return { ...refused('No lender has been asked'), ...known }
    const form = formOf(line)
    if (typeof form === 'string') return { ...refused(form), ...known }
    try {
      await tx((within) =>
        engine.act(within, line.id, event, {
          actor: { kind: 'staff', name: scan.by.name, ...(scan.by.id !== undefined && { id: scan.by.id }) },
          via: 'page',
          form,
          expected: line.version,
        }),
      )
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return { ...refused(error.message), ...known }
      throw error
    }
    return { tone: 'go', said: said[event] ?? 'Done', lines: [`From ${line.lender.name}`], ...known }
  }
  return {
    receive: (scan) =>
      act(scan, 'receivedAsLoan', ({ data }) =>
        data.dueAtLender === null
          ? 'The lender’s date due is not known: enter it with Received as loan'
          : { dueAtLender: data.dueAtLender },
      ),
    returnToLender: (scan) => act(scan, 'returned', () => ({})),
  }
}

const said: Readonly<Record<string, string>> = {
  receivedAsLoan: 'Received: check it in, so that it goes to its reader',
  returned: 'Returned to lender: send it home',
}

const refused = (why: string): IllDeskAnswer => ({ tone: 'bad', said: why, title: '', lines: [], links: [] })

async function find(db: Tx, { numbers, now }: IllScan): Promise<Found | undefined> {
  const item = await db
    .selectFrom('ill_items')
    .innerJoin('items', 'items.id', 'ill_items.item_id')
    .select(['line_id', 'request_id'])
    .where('items.accession_no', 'in', [...numbers])
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  const id = item ? Number(item.request_id) : numbers.map(parseRequestNumber).find((one) => one !== undefined)
  const request = id === undefined ? undefined : await readRequest(db, { id })
  if (!request) return undefined
  const lines = (await linesOf(db, [request.id], new Date(now))).get(request.id)!
  const line = item
    ? lines.find((one) => one.id === Number(item.line_id))
    : lines.find(({ state }) => liveLineStates.includes(state))
  return { request, line }
}
