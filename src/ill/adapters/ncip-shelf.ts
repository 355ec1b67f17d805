import type { Calendar } from '../../kit/calendar/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { LendingAct } from '../lending/types.ts'
import { addCalls, type Call, callsAbout, leaveOut, type NewCalls } from '../library-system/calls.ts'
import { itemNumbers } from '../library-system/items.ts'
import type { NcipSettings } from '../library-system/settings.ts'
import type { StepName } from '../library-system/steps.ts'
import type { Shelf } from '../ports.ts'
import { said } from './said.ts'

/** What has to be done at a request of another library besides what the machine asks its shelf for. */
export interface NcipShelf extends Shelf {
  /** The item is asked for, once. */
  request(tx: Tx, act: Pick<LendingAct, 'lending' | 'version' | 'at'>): Promise<void>
}

/**
 * What we lend to other libraries, circulated by the library's own system: each act leaves what that is asked for; a job
 * asks. domain/ill.md 6.1. The check-out before a loan is shipped is `checkedOutFirst`'s.
 */
export function ncipShelf(settings: NcipSettings, calendar: (tx: Tx) => Promise<Calendar>): NcipShelf {
  const leave = (
    tx: Tx,
    { lending, version, at }: Pick<LendingAct, 'lending' | 'version' | 'at'>,
    step: StepName,
    more: Pick<NewCalls, 'items' | 'dueOn'>,
  ) => addCalls(tx, settings, { instance: lending.id, step, act: String(version), at, ...more })
  const request: NcipShelf['request'] = async (tx, act) => {
    if (act.lending.data.service !== 'loan') return
    const asked = (await callsOf(tx, act)).some(({ step, state }) => step === 'requestItem' && state !== 'skipped')
    if (!asked) await leave(tx, act, 'requestItem', { items: [''] })
  }
  const release: Shelf['release'] = async (tx, act) => {
    const given = { why: 'it is not needed any more', at: act.at }
    const calls = await callsOf(tx, act)
    const asked = await leaveOut(
      tx,
      calls.filter(({ step }) => step === 'requestItem'),
      given,
    )
    if (asked.length > 0) await leave(tx, act, 'cancelRequestItem', { items: [''] })
    // It was to be shipped once it is checked out: that comes to nothing, too.
    const lent = await leaveOut(
      tx,
      calls.filter(({ follow }) => follow !== null),
      given,
    )
    await leave(tx, act, 'checkInLibrary', { items: lent.map(({ item }) => item) })
  }
  const takeBack: Shelf['takeBack'] = async (tx, act) =>
    await leave(tx, act, 'checkInLibrary', { items: await lentItems(tx, act) })
  return {
    request,
    calendar,
    async lend(tx, act) {
      const { form } = act
      // What was checked out first is; what is left to staff is told them now.
      if (settings.lending.checkOut === 'on') return
      const dueOn = said(form['dueOn'])
      await leave(tx, act, 'checkOutLibrary', { items: itemsNamed(act), ...(dueOn !== undefined && { dueOn }) })
    },
    unlend: takeBack,
    async changeDue(tx, act) {
      const dueOn = said(act.form['dueOn'])
      if (dueOn !== undefined) await leave(tx, act, 'renewLibrary', { items: await lentItems(tx, act), dueOn })
    },
    takeBack,
    hold: request,
    release,
    holdAgain: request,
  }
}

const callsOf = (tx: Tx, { lending }: Pick<LendingAct, 'lending'>): Promise<readonly Call[]> =>
  callsAbout(tx, [lending.id])

/** The numbers of what is shipped, as they were given; one without a number is one all the same. */
function itemsNamed({ form }: Pick<LendingAct, 'form'>): readonly string[] {
  const named = itemNumbers(said(form['itemNo']) ?? '')
  return named.length > 0 ? named : ['']
}

/** What has been checked out for it, and not been checked in. */
async function lentItems(tx: Tx, act: LendingAct): Promise<readonly string[]> {
  const lent = new Set<string>()
  for (const { step, item, state } of await callsOf(tx, act)) {
    if (state === 'skipped') continue
    if (step === 'checkOutLibrary') lent.add(item)
    if (step === 'checkInLibrary') lent.delete(item)
  }
  return [...lent]
}
