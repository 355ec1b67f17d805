import {
  addItem,
  changeItem,
  countFacets,
  type Item,
  readItem,
  removeItem,
  searchCatalogue,
} from '../../catalogue/index.ts'
import { Problem } from '../../problems.ts'
import { parsePqf } from '../../standards/query/index.ts'
import type { Door } from '../door.ts'
import { itemLists } from '../item-lists.ts'
import { marcFormats, ourFormatNames } from '../marc-formats.ts'
import { may } from '../may.ts'
import { ourBib } from '../our-bib.ts'
import type { Exchange } from '../route.ts'
import { sendMarc } from '../send-marc.ts'
import * as schemas from './catalogue-schemas.ts'
import { itemView, listsView, recordView } from './catalogue-views.ts'
import { type Endpoint, endpoint } from './endpoint.ts'

const isStaff = ({ visitor }: Exchange): boolean => may(visitor, 'catalogue.edit@branch')

/** What the API has of our own catalogue: search and records for everybody, items for staff to keep. */
export function catalogueEndpoints(door: Door): readonly Endpoint[] {
  /** The item, as one of its own record. @throws Problem item-gone */
  const itemOf = async ({ id, item: itemId }: { id: number; item: number }): Promise<Item> => {
    const item = await readItem(door.database.db, itemId)
    if (item?.bibId !== id) throw new Problem('item-gone', { item: itemId })
    return item
  }

  return [
    endpoint({
      method: 'get',
      path: '/catalogue/records',
      summary: 'Search our own catalogue; every field given must match',
      query: schemas.RecordsQuery,
      answers: [{ status: 200, description: 'A page of the list', schema: schemas.RecordsPage }],
      problems: [400, 429],
      handle: async ({ query: asked }, exchange) => {
        const { pqf, sort, size, cursor, facets, format, language, branch, level, available, ...rest } = asked
        const { yearFrom, yearTo, ...fields } = rest
        const query = pqf === undefined ? fields : parsePqf(pqf)
        await door.searches.ours(query, exchange)
        const filters = {
          ...{ format, language, branch, level },
          ...(yearFrom !== undefined && { yearFrom }),
          ...(yearTo !== undefined && { yearTo }),
          available: available !== undefined,
        }
        const page = await searchCatalogue(door.database.db, { query, filters, sort, size, ...(cursor && { cursor }) })
        exchange.res.json({
          ...page,
          ...(facets && { facets: await countFacets(door.database.db, { query, filters }) }),
        })
      },
    }),
    endpoint({
      method: 'get',
      path: '/catalogue/records/{id}',
      summary: 'A record of our own catalogue, with its items',
      params: schemas.RecordParams,
      answers: [{ status: 200, description: 'Labelled fields and items', schema: schemas.CatalogueRecord }],
      problems: [400, 404],
      handle: async ({ params }, exchange) => {
        const staff = isStaff(exchange)
        exchange.res.json(recordView(await ourBib(door.database.db, params.id, staff), staff))
      },
    }),
    endpoint({
      method: 'get',
      path: '/catalogue/records/{id}/marc',
      summary: 'The MARC record, in UTF-8',
      params: schemas.RecordParams,
      query: schemas.OurMarcQuery,
      answers: [
        {
          status: 200,
          description: 'The record as a file',
          mediaTypes: ourFormatNames.map((name) => marcFormats[name].mediaType.split(';')[0]!),
        },
      ],
      problems: [400, 404, 422],
      handle: async ({ params, query }, exchange) => {
        const { bib } = await ourBib(door.database.db, params.id, isStaff(exchange))
        sendMarc(exchange.res, bib, query.format)
      },
    }),
    endpoint({
      method: 'get',
      path: '/catalogue/records/{id}/items',
      summary: 'The items of a record',
      params: schemas.RecordParams,
      answers: [{ status: 200, description: 'By branch', schema: schemas.Items }],
      problems: [400, 404],
      handle: async ({ params }, exchange) => {
        const staff = isStaff(exchange)
        const { items, lists } = await ourBib(door.database.db, params.id, staff)
        exchange.res.json({ items: items.map((item) => itemView(item, lists, staff)) })
      },
    }),
    endpoint({
      method: 'post',
      path: '/catalogue/records/{id}/items',
      summary: 'Add an item',
      params: schemas.RecordParams,
      body: schemas.NewItem,
      answers: [{ status: 201, description: 'Added; `Location` is its address', schema: schemas.Item }],
      problems: [400, 401, 403, 404, 409, 413],
      handle: async ({ params, body }, { res, visitor }) => {
        const item = await door.database.tx((tx) => addItem(tx, params.id, withoutNull(body), visitor.actor))
        res
          .status(201)
          .location(`/api/v1/catalogue/records/${params.id}/items/${item.id}`)
          .json(itemView(item, await itemLists(door.database.db), true))
      },
    }),
    endpoint({
      method: 'get',
      path: '/catalogue/records/{id}/items/{item}',
      summary: 'An item with all that staff know of it',
      params: schemas.ItemParams,
      answers: [{ status: 200, description: 'The item', schema: schemas.Item }],
      problems: [400, 401, 403, 404],
      handle: async ({ params }, { res }) => {
        res.json(itemView(await itemOf(params), await itemLists(door.database.db), true))
      },
    }),
    endpoint({
      method: 'patch',
      path: '/catalogue/records/{id}/items/{item}',
      summary: 'Change an item',
      params: schemas.ItemParams,
      body: schemas.ItemChange,
      answers: [{ status: 200, description: 'The item as it is now', schema: schemas.Item }],
      problems: [400, 401, 403, 404, 409, 413],
      handle: async ({ params, body }, { res, visitor }) => {
        const now = await itemOf(params)
        const { version, ...change } = body
        const fields = { ...now, ...withoutNull({ ...now, ...change }) }
        const item = await door.database.tx((tx) => changeItem(tx, now.id, version, fields, visitor.actor))
        res.json(itemView(item, await itemLists(door.database.db), true))
      },
    }),
    endpoint({
      method: 'delete',
      path: '/catalogue/records/{id}/items/{item}',
      summary: 'Remove an item',
      params: schemas.ItemParams,
      query: schemas.VersionQuery,
      answers: [{ status: 204, description: 'Removed' }],
      problems: [400, 401, 403, 404, 409],
      handle: async ({ params, query }, { res, visitor }) => {
        const { id } = await itemOf(params)
        await door.database.tx((tx) => removeItem(tx, id, query.version, visitor.actor))
        res.status(204).end()
      },
    }),
    endpoint({
      method: 'get',
      path: '/catalogue/codes',
      summary: 'The code lists of items, in the order pages show them',
      answers: [
        { status: 200, description: 'Branches, locations, collections and statuses', schema: schemas.CodeLists },
      ],
      problems: [],
      handle: async (_input, { res }) => {
        res.json(listsView(await itemLists(door.database.db)))
      },
    }),
  ]
}

/** Null says "none" in JSON; the catalogue says it by leaving out. */
const withoutNull = <T extends { location?: string | null | undefined; collection?: string | null | undefined }>(
  fields: T,
) => ({ ...fields, location: fields.location ?? undefined, collection: fields.collection ?? undefined })
