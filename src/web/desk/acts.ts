import { findItem, type Item } from '../../catalogue/index.ts'
import { type CheckedIn, calendarAt, checkIn, checkOut, undoScan } from '../../circulation/index.ts'
import { isCalledBack, lendingOfItem } from '../../ill/index.ts'
import { dateIn, everyDay, openDaysBetween, timeIn } from '../../kit/calendar/index.ts'
import type { Actor } from '../../kit/index.ts'
import { longDate } from '../dates.ts'
import type { Door } from '../door.ts'
import { itemLists, itemWords } from '../item-lists.ts'
import { count } from '../text.ts'
import { titlesOf } from '../titles.ts'
import { whoHas } from './lent-to.ts'
import type { ActingMode } from './modes.ts'
import { nameOf, veiled } from './names.ts'
import type { DeskResult } from './results.ts'
import { loanRefusals, undoRefusals } from './words.ts'

/** One scan at a desk. */
export interface Scan {
  readonly mode: ActingMode
  /** What it can mean, likeliest first. */
  readonly numbers: readonly [string, ...string[]]
  readonly branch: string
  /** Who is being served, when something is lent. */
  readonly patronId?: string | undefined
  readonly by: Actor
  readonly now: number
}

type Answer = Pick<DeskResult, 'tone' | 'said'> & Partial<DeskResult>

/** Does what one scan stands for: one act, one result. @throws Problem not-your-branch */
export async function act(door: Door, scan: Scan): Promise<DeskResult> {
  const { branch, now, numbers } = scan
  const at = timeIn((await calendarAt(door.database.db, door.circulation, branch)).timeZone, now)
  return { code: numbers[0], title: '', lines: [], links: [], at, ...(await answerTo(door, scan)) }
}

function answerTo(door: Door, scan: Scan): Promise<Answer> {
  const { mode, patronId } = scan
  const { illDesk } = door
  if (mode === 'in') return takeIn(door, scan)
  if (mode === 'receive') return illDesk.receive(scan)
  if (mode === 'return') return illDesk.returnToLender(scan)
  if (mode === 'out' && patronId !== undefined) return lend(door, scan, patronId)
  throw new Error(`a desk cannot do ${mode} here`)
}

const unknown: Answer = { tone: 'bad', said: 'No item has this number' }

const known = async (door: Door, { accessionNo, bibId }: Item) => ({
  code: accessionNo,
  title: (await titlesOf(door.database.db, [bibId])).get(bibId) ?? '',
})

async function lend(door: Door, { numbers, branch, by, now }: Scan, patronId: string): Promise<Answer> {
  const { db } = door.database
  const item = await findItem(db, ...numbers)
  if (!item) return unknown
  const lent = await door.database.tx((tx) =>
    checkOut(tx, door.circulation, { itemId: item.id, patronId, branch, by, now }),
  )
  const about = await known(door, item)
  if (lent.done) {
    const lines = await calledBack(door, item)
    const tone = lines.length > 0 ? 'go' : 'ok'
    return { tone, said: `Lent until ${longDate(lent.loan.dueOn)}`, ...about, lines, undo: lent.undo }
  }
  if (lent.mine) return { tone: 'bad', said: 'Not lent', ...about, lines: ['This reader has it already.'] }
  const words = itemWords(item, await itemLists(db))
  const status = lent.why === 'not-for-loan' ? [`Its status: ${words.status}`] : []
  return { tone: 'bad', said: 'Not lent', ...about, lines: [loanRefusals[lent.why], ...status] }
}

async function takeIn(door: Door, { numbers, branch, by, now }: Scan): Promise<Answer> {
  const { back, lending } = await door.database.tx(async (tx) => {
    // Its request hears of it first, and takes the item back; what is done here then says where it goes.
    const lending = await lendingOfItem(tx, numbers)
    if (lending) await door.ill.engine.act(tx, lending.id, 'checkedIn', { actor: atDesk(by), via: 'page', form: {} })
    return { back: await checkIn(tx, door.circulation, { accessionNo: numbers, branch, by, now }), lending }
  })
  if (back.to === 'unknown') return unknown
  const about = await known(door, back.item)
  if (back.to === 'withdrawn')
    return { tone: 'bad', said: 'It has left the library', ...about, lines: ['Give it to the ILL officer.'] }
  const where = await destination(door, back)
  return {
    ...about,
    ...where,
    undo: back.undo,
    lines: [
      ...(where.lines ?? []),
      ...(back.to === 'pickup' || back.to === 'transfer' ? await calledBack(door, back.item) : []),
      ...(lending ? [`Returned by ${lending.partner.name}: ${lending.number} is checked in`] : []),
      ...(await ended(door, back, branch, now)),
    ],
    // What the borrowing library hears of is taken back with its request.
    ...(lending && { undo: undefined }),
  }
}

/** What a reader is to get has to go home first. */
const calledBack = async ({ database: { db } }: Door, { id }: Item): Promise<string[]> =>
  (await isCalledBack(db, id))
    ? ['Its lender has called it back: ask the ILL officer before it goes to its reader.']
    : []

/** Whoever acts at the desk, as the workflow has it. */
const atDesk = ({ id, name }: Actor) => ({ kind: 'staff', name, ...(id !== undefined && { id }) }) as const

type Destination = Exclude<CheckedIn, { readonly to: 'unknown' | 'withdrawn' }>

async function destination(door: Door, back: Destination): Promise<Answer> {
  const { db } = door.database
  const lists = await itemLists(db)
  const branchName = (code: string) => lists.branch.find((one) => one.code === code)?.label ?? code
  const who = async (patronId: string | undefined) => veiled(await nameOf(db, patronId))
  switch (back.to) {
    case 'pickup': {
      const { id, patronId, lendingId, keepUntil } = back.reservation
      const whose = lendingId === undefined ? await who(patronId) : await whoHas(db, { lendingId })
      return {
        tone: 'go',
        said: 'Keep for pickup',
        lines: [`For ${whose}, until ${longDate(keepUntil ?? '')}`],
        links: [{ to: `/desk/slip/${id}`, label: 'Pickup slip' }],
      }
    }
    case 'transfer': {
      const line = back.reservation
        ? `It is picked up there, by ${await who(back.reservation.patronId)}`
        : 'It belongs there.'
      return { tone: 'go', said: `Send to ${branchName(back.branch)}`, lines: [line] }
    }
    case 'ill-officer':
      return {
        tone: 'go',
        said: 'Send to ILL officer',
        lines: back.ill.lenderDue ? [`Its lender wants it back by ${longDate(back.ill.lenderDue)}.`] : [],
      }
    case 'shelf': {
      const item = (await findItem(db, back.item.accessionNo)) ?? back.item
      const { location, status, available } = itemWords(item, lists)
      const place = [location, item.callNumber].filter(Boolean).join(', ')
      return {
        tone: available ? 'ok' : 'go',
        said: available ? 'To the shelf' : `Not for the shelf: ${status}`,
        lines: place ? [place] : [],
      }
    }
  }
}

/** What is worth saying of the loan that ended. */
async function ended(door: Door, { ended: loan }: Destination, branch: string, now: number): Promise<string[]> {
  if (!loan) return []
  const calendar = await calendarAt(door.database.db, door.circulation, branch)
  const late = openDaysBetween(everyDay('UTC'), loan.dueOn, dateIn(calendar.timeZone, now))
  const name = await whoHas(door.database.db, loan)
  return [`Returned by ${name}${late > 0 ? `, ${count(late, 'day')} late` : ''}`]
}

/** Takes the last scan back, where that can still be done. @throws Problem not-your-branch */
export async function takeBack(
  door: Door,
  { id, branch, by, now }: { readonly id: string } & Pick<Scan, 'branch' | 'by' | 'now'>,
): Promise<DeskResult> {
  const at = timeIn((await calendarAt(door.database.db, door.circulation, branch)).timeZone, now)
  const undone = await door.database.tx((tx) => undoScan(tx, { id, by, now }))
  const blank = { code: '', title: '', lines: [], links: [], at }
  if (!undone.done) return { ...blank, tone: 'bad', said: 'Not taken back', lines: [undoRefusals[undone.why]] }
  const about = await known(door, undone.item)
  const said = undone.act === 'check-out' ? 'Taken back: it is not lent' : 'Taken back: it is as it was before'
  return { ...blank, ...about, tone: 'ok', said }
}
