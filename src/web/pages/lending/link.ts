import type { RequestHandler } from 'express'
import { z } from 'zod'
import { readItem } from '../../../catalogue/index.ts'
import type { Lending } from '../../../ill/index.ts'
import type { Tx } from '../../../kit/db/index.ts'
import { Problem } from '../../../problems.ts'
import type { Door } from '../../door.ts'
import { whoIs } from '../../requests.ts'
import { exchangeOf, parse } from '../../route.ts'
import type { Visitor } from '../../visitor.ts'
import { afterAct } from '../requests/opened.ts'
import { LendingAddress, openedLending } from './opened.ts'

const number = z.coerce.number().int().positive()
const Form = z.object({ version: number.optional(), bib: number.optional(), item: number.optional() })

/** Select Record, or a copy of one: the request is for this, or for none of ours. */
export const linkLending =
  (door: Door): RequestHandler =>
  async (req, res) => {
    const { id } = parse(LendingAddress, req.params)
    const { visitor } = exchangeOf(req, res)
    const { version, bib, item } = parse(Form, req.body)
    const { lending } = await openedLending(door, visitor, id)
    await door.database.tx((tx) =>
      linking(door, tx, visitor, lending, { bibId: bib, itemId: item }, { via: 'page', expected: version }),
    )
    afterAct(res, `/lending/${id}?tab=copies`, 'linked')
  }

/** Links a request to a record and perhaps an item of it; without a record, to none. @throws Problem item-gone for an item of another */
export async function linking(
  { ill: { engine } }: Pick<Door, 'ill'>,
  tx: Tx,
  visitor: Visitor,
  lending: Lending,
  { bibId, itemId }: { readonly bibId?: number | undefined; readonly itemId?: number | undefined },
  { via, expected }: { readonly via: string; readonly expected?: number | undefined },
): Promise<void> {
  const item = itemId === undefined ? undefined : await readItem(tx, itemId)
  if (itemId !== undefined && (!item || item.bibId !== bibId)) throw new Problem('item-gone', { item: itemId })
  await engine.act(tx, lending.id, 'link', {
    ...{ actor: whoIs(visitor), via, ...(expected !== undefined && { expected }) },
    form: {
      ...{ bibId: bibId ?? null, itemId: itemId ?? null },
      ...{ wasBibId: lending.bibId ?? null, wasItemId: lending.itemId ?? null },
    },
  })
}
