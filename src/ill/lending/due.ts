import { readItem } from '../../catalogue/index.ts'
import { type CirculationSettings, calendarInUse, ruleFor } from '../../circulation/index.ts'
import { addDays, dateIn, nextOpenDay } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { Lending } from './types.ts'

/** What rules of circulation.yaml call other libraries, as a group of readers is called. */
const libraries = 'library'

interface Means {
  readonly circulation: CirculationSettings
  /** Days a loan to a library lasts where nothing else says. */
  readonly lendingDays: number
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * When what is lent or renewed today is due, YYYY-MM-DD, on a day on which its branch is open: as the directory says for
 * the library, else as the rule of circulation that fits the item, else as it is with all.
 */
export async function usualDue(
  tx: Tx,
  { partner, itemId }: Pick<Lending, 'partner' | 'itemId'>,
  { circulation, lendingDays, now }: Means,
): Promise<string> {
  const item = itemId === undefined ? undefined : await readItem(tx, itemId)
  const { calendar } = await calendarInUse(tx, circulation, item?.branch)
  const rule = item && ruleFor(circulation, item, libraries, true)
  const days = partner.lentDays ?? rule?.days ?? lendingDays
  return nextOpenDay(calendar, addDays(dateIn(calendar.timeZone, now), days))
}
