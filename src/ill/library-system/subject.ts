import { readBib } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { Problem } from '../../problems.ts'
import { controlText, first } from '../../standards/marc/index.ts'
import { turnNumber } from '../exchange/turn-number.ts'
import { symbolValue } from '../lenders/symbol.ts'
import { readLending } from '../lending/read.ts'
import type { Lending } from '../lending/types.ts'
import { readLines } from '../lines/read.ts'
import type { Line } from '../lines/types.ts'
import { readRequest } from '../requests/read.ts'
import type { Request } from '../requests/types.ts'
import { type Call, callsAbout } from './calls.ts'
import type { NcipSettings } from './settings.ts'
import { stepOf } from './steps.ts'

interface Common {
  /** What the system knows it by: once for each turn of a lender, and each request of another library. */
  readonly number: string
  /** Who has the item there: a reader, or the library that borrows it. */
  readonly user: string
  /** Of the house: what days are. */
  readonly timeZone: string
}

/** What a call is about, as it stands now. */
export type CallSubject =
  | (Common & { readonly side: 'borrowing'; readonly line: Line; readonly request: Request })
  | (Common & {
      readonly side: 'lending'
      readonly lending: Lending
      /** The number its record has there, where the record is known. */
      readonly record: string | undefined
      /** What the system called the request it made for us. */
      readonly requested: string
    })

/** @throws Problem bad-input, request-gone where there is nothing left to say it with */
export async function subjectOf(
  tx: Tx,
  call: Call,
  { settings, timeZone, now }: { readonly settings: NcipSettings; readonly timeZone: string; readonly now: Date },
): Promise<CallSubject> {
  if (stepOf(call.step).side === 'borrowing') {
    const line = (await readLines(tx, [call.instanceId], now)).get(call.instanceId)
    const request = line && (await readRequest(tx, { id: line.requestId }))
    if (!request) throw new Problem('request-gone', { id: call.instanceId })
    const user = request.patron.cardNumber
    return { side: 'borrowing', line, request, number: turnNumber(request.id, line.id), user, timeZone }
  }
  const lending = await readLending(tx, call.instanceId)
  if (!lending) throw new Problem('request-gone', { id: call.instanceId })
  const { number, partner, bibId } = lending
  const asked = (await callsAbout(tx, [lending.id])).findLast(({ step, answer }) => step === 'requestItem' && answer)
  return {
    ...{ side: 'lending', lending, number, timeZone, requested: asked?.answer?.requestId ?? number },
    user: settings.institutionPatron.replaceAll('{symbol}', symbolValue(partner.symbol)),
    record: bibId === undefined ? undefined : await recordNumber(tx, bibId, settings.recordNumberFrom),
  }
}

async function recordNumber(tx: Tx, bibId: number, place: string): Promise<string | undefined> {
  const bib = await readBib(tx, bibId, 'all')
  const [tag = '', code] = place.split('$')
  const found = bib && (code === undefined ? controlText(bib.record, tag) : first(bib.record, tag, code))
  return found?.trim() || undefined
}
