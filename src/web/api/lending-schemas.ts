import { z } from 'zod'
import {
  LendingDetails,
  lendingMachine,
  lendingQueueNames,
  lendingSorts,
  moneyField,
  WantedByLibrary,
  ways,
} from '../../ill/index.ts'
import { longestCursor } from '../list-cursor.ts'
import { IdempotencyKey } from './once.ts'
import { Action } from './request-schemas.ts'
import { IfMatch } from './versions.ts'

const whole = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const day = z.iso.date()
const time = z.iso.datetime()
const service = z.enum(['loan', 'copy'])
const keys = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]

export const LendingParams = z.object({ id: whole })
export const LendingActionParams = LendingParams.extend({ action: z.string().regex(/^[\w:-]{1,80}$/) })
export const KeyHeaders = z.object({ 'idempotency-key': IdempotencyKey })
export const ActHeaders = KeyHeaders.extend({ 'if-match': IfMatch })

export const SentCopyQuery = z.object({
  name: z
    .string()
    .min(1)
    .max(300)
    .default('copy')
    .meta({ description: 'What the file is called; its ending follows from its content' }),
  publicNote: z.string().max(4000).optional().meta({ description: 'For the library that asked' }),
  privateNote: z.string().max(2000).optional().meta({ description: 'For staff' }),
})

export const LendingsQuery = z.object({
  queue: z.enum(lendingQueueNames).optional().meta({ description: 'Only what stands in this work queue' }),
  state: z.enum(keys(lendingMachine.states)).optional(),
  library: whole.optional().meta({ description: 'Of the library with this id' }),
  text: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'A number of ours or theirs, words of the title, a library' }),
  all: z.literal('1').optional().meta({ description: 'Also those that are over or completed' }),
  sort: z.enum(lendingSorts).default('oldest').meta({ description: 'With a minus the other way round' }),
  size: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(longestCursor).optional().meta({ description: '`next` of the page before' }),
})

const address = z.strictObject({
  name: z.string().max(400).optional(),
  street: z.string().max(1000).optional(),
  postalCode: z.string().max(60).optional(),
  place: z.string().max(200).optional(),
  region: z.string().max(200).optional(),
  country: z.string().max(200).optional(),
})
const cost = moneyField('Costs at most', { heard: true }).meta({
  description: 'An amount such as `12.50` or `12.50 EUR`',
})

export const NewLending = z
  .strictObject({
    library: z.int().min(1).meta({ description: 'Who asks: an id of the directory, `/lenders`' }),
    via: z.enum(['email', 'telephone', 'post', 'other']).default('other'),
    theirNumber: z.string().max(200).default(''),
    wanted: z.strictObject(WantedByLibrary.shape).refine(({ title, articleTitle }) => Boolean(title || articleTitle), {
      message: 'needs a title or an articleTitle',
    }),
    services: z.array(service).min(1).max(2).default(['loan']).meta({ description: 'In the order preferred' }),
    neededBy: day.optional(),
    expiresOn: day.optional().meta({ description: 'An answer is of no use after it' }),
    mostCost: cost.optional(),
    hold: z.enum(['yes', 'no', 'policy']).default('policy'),
    deliverTo: address.optional(),
    deliverEmail: z.string().max(320).default(''),
    note: z.string().max(4000).default(''),
  })
  .meta({ id: 'NewLending', description: 'A request of another library, as somebody heard or read it' })

export const LendingEdit = z
  .strictObject({
    wanted: z
      .strictObject(WantedByLibrary.shape)
      .optional()
      .meta({ description: 'An empty text takes away, what is left out stays' }),
    services: LendingDetails.shape.services.optional(),
    neededBy: day.nullable().optional().meta({ description: 'Null for no day' }),
    mostCost: cost.nullable().optional(),
    hold: z.enum(['yes', 'no', 'policy']).optional(),
    deliverTo: address.nullable().optional(),
    deliverEmail: z.string().max(320).optional(),
    note: z.string().max(4000).optional(),
    privateNote: z.string().trim().max(2000).optional(),
  })
  .meta({ id: 'LendingEdit', description: 'What is left out stays as it is' })

export const Lending = z
  .object({
    id: z.int(),
    number: z.string(),
    version: z.int(),
    state: z.enum(keys(lendingMachine.states)),
    status: z.string(),
    via: z.enum(ways),
    theirNumber: z.string(),
    library: z.object({ id: z.int(), symbol: z.string(), name: z.string() }),
    wanted: z.record(z.string(), z.unknown()),
    title: z.string(),
    author: z.string(),
    services: z.array(service),
    service: service.meta({ description: 'As what it is dealt with now' }),
    shippedService: service.optional(),
    neededBy: day.optional(),
    mostCost: z.string().optional(),
    hold: z.enum(['yes', 'no', 'policy']),
    note: z.string(),
    deliverTo: address.optional(),
    bibId: z.int().optional(),
    itemId: z.int().optional(),
    attention: z.boolean(),
    closed: z.boolean(),
    closedByPartner: z.boolean(),
    condition: z.string().optional(),
    replyBy: day.optional(),
    reason: z.string().optional(),
    cost: z.string().optional(),
    expectedOn: day.optional(),
    dueOn: day.optional(),
    renewTo: day.optional(),
    renewable: z.boolean().optional(),
    expiresAt: time.optional().meta({ description: 'Until then it has to be answered' }),
    shippedAt: time.optional(),
    receivedAt: time.optional(),
    returnedAt: time.optional(),
    checkedInAt: time.optional(),
    completedAt: time.optional(),
    openedAt: time,
    changedAt: time,
    actions: z.array(Action).optional().meta({ description: 'In the order of the menu' }),
  })
  .meta({ id: 'Lending', description: 'A request of another library' })

export const LendingsPage = z
  .object({ lendings: z.array(Lending), count: z.int(), next: z.string().optional() })
  .meta({ id: 'LendingsPage' })

export const LendingLink = z
  .strictObject({ bibId: z.int().min(1).nullable(), itemId: z.int().min(1).optional() })
  .meta({ id: 'LendingLink', description: 'A record of ours and perhaps a copy of it; null for none' })

export const LendingHistory = z
  .object({
    events: z.array(
      z.object({
        version: z.int(),
        event: z.string(),
        label: z.string(),
        at: time,
        by: z.object({ kind: z.string(), name: z.string() }),
        via: z.string(),
        said: z.record(z.string(), z.unknown()),
        undoes: z.int().optional(),
      }),
    ),
  })
  .meta({ id: 'LendingHistory', description: 'Oldest first' })

export const Availability = z
  .object({
    records: z.array(
      z.object({
        bibId: z.int(),
        title: z.string(),
        author: z.string(),
        sure: z.boolean().meta({ description: 'The catalogue takes it for the same; else only its words agree' }),
        copies: z.array(
          z.object({
            itemId: z.int(),
            accessionNo: z.string(),
            branch: z.string(),
            callNumber: z.string(),
            status: z.string(),
            available: z.boolean(),
            dueOn: day.optional(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'LendingAvailability' })
