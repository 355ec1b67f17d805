import { findPerson } from '../accounts/index.ts'
import { catalogueHits } from '../catalogue/index.ts'
import { defaultCirculation } from '../circulation/index.ts'
import { createIll, findLender, IllSettings, openLending } from '../ill/index.ts'
import { dateIn } from '../kit/calendar/index.ts'
import type { Database, Tx } from '../kit/db/index.ts'
import type { EventActor } from '../workflow/index.ts'

const day = 86_400_000
const calendar = { timeZone: 'UTC', closedWeekdays: [6, 7], closedDates: [] }

/** What other libraries want of ours, how long ago they wrote, and how far each has come. One wants what we do not have. */
const requests = [
  { by: 'XX-EBU', held: 0, daysAgo: 0, note: 'For a seminar that begins next week.', reach: [] },
  {
    by: 'XX-NFC',
    wanted: { title: 'A grammar of the wind', author: 'Halvorsen, Tor', year: '1958' },
    daysAgo: 1,
    reach: [],
  },
  { by: 'XX-LSC', held: 1, daysAgo: 2, reach: ['promise'] },
  { by: 'XX-NFC', held: 2, daysAgo: 9, reach: ['ship'] },
  { by: 'XX-EBU', held: 3, daysAgo: 45, reach: ['ship'] },
] as const

/** Puts requests of other libraries before whoever answers them: new ones, one promised, and loans, of which one is overdue. */
export async function addSampleLending({ tx }: Database): Promise<void> {
  await tx(async (within) => {
    const start = Date.now()
    const colleague = await findPerson(within, 'staff', 'ill')
    if (!colleague) return
    const staff: EventActor = { kind: 'staff', id: colleague.id, name: colleague.name }
    let now = start
    const clock = { now: () => now }
    const { engine } = createIll({ clock, settings: IllSettings.parse({}), circulation: defaultCirculation })
    const ours = await booksOnShelves(within, 4)
    for (const request of requests) {
      const partner = await findLender(within, request.by)
      const book = 'held' in request ? ours[request.held] : undefined
      if (!partner || ('held' in request && !book)) continue
      now = start - request.daysAgo * day
      const { lending } = await openLending(
        within,
        {
          ...{ partnerId: partner.id, via: 'email', theirNumber: `${request.by}-${1000 + request.daysAgo}` },
          wanted: 'wanted' in request ? request.wanted : { title: book!.title, author: book!.author },
          ...{ services: ['loan'], hold: 'policy', conditions: [], deliverEmail: partner.email },
          note: 'note' in request ? request.note : '',
        },
        { actor: staff, via: 'page' },
        { engine, calendar, now: new Date(now) },
      )
      const act = (event: string, form: object) =>
        engine.act(within, lending.id, event, { actor: staff, via: 'page', form: { ...form } })
      const reach: readonly string[] = request.reach
      if (reach.includes('promise')) await act('willSupply', { supplyOn: dateIn('UTC', start + 2 * day) })
      if (reach.includes('ship'))
        await act('shipped', { service: 'loan', itemNo: book!.number, dueOn: dateIn('UTC', now + 28 * day) })
    }
  })
}

/** Books that stand where they should, one item of each, the last ones first; not those that the desk's work is about. */
export async function booksOnShelves(tx: Tx, most: number) {
  const items = await tx
    .selectFrom('items')
    .select(['accession_no', 'bib_id'])
    .distinctOn('bib_id')
    .where('status', '=', 'available')
    .where('circulation', 'is', null)
    .orderBy('bib_id', 'desc')
    .limit(most)
    .execute()
  const hits = await catalogueHits(
    tx,
    items.map(({ bib_id }) => Number(bib_id)),
  )
  return items.map(({ accession_no }, n) => ({
    number: accession_no,
    title: hits[n]!.brief.title.text,
    author: hits[n]!.brief.author?.text,
  }))
}
