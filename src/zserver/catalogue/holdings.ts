import { type Branch, branches, type Code, codeList, type Item, shownStatus } from '../../catalogue/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import type { HoldingsAndCircData } from '../../standards/z3950/index.ts'

/** Turns an item into what an OPAC record says of a copy. */
export type DescribeItem = (item: Item) => HoldingsAndCircData

/** Reads what the codes of items stand for, once for all records of an answer. */
export async function itemDescriber(tx: Tx): Promise<DescribeItem> {
  const places = byCode(await branches(tx))
  const locations = byCode(await codeList(tx, 'location'))
  const statuses = byCode(await codeList(tx, 'item-status'))
  return (item) => {
    const code = shownStatus(item)
    const status = statuses.get(code)
    const available = status?.available === true
    return {
      localLocation: places.get(item.branch)?.label ?? item.branch,
      shelvingLocation: item.location && (locations.get(item.location)?.label ?? item.location),
      callNumber: item.callNumber || undefined,
      copyNumber: item.accessionNo,
      publicNote: item.publicNote || undefined,
      circulationData: [
        {
          availableNow: available,
          // Says why not, where it can't be had.
          restrictions: available ? undefined : (status?.label ?? code),
          itemId: item.accessionNo,
          renewable: false,
          onHold: false,
        },
      ],
    }
  }
}

const byCode = <T extends Code | Branch>(codes: readonly T[]): ReadonlyMap<string, T> =>
  new Map(codes.map((code) => [code.code, code]))
