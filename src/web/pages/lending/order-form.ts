import { z } from 'zod'
import { type Lending, type LendingOrder, moneyField } from '../../../ill/index.ts'
import type { Complaints } from '../../complaints.ts'

const text = (most: number) => z.string().trim().max(most, `Use at most ${most} characters.`).default('')
const day = z.iso.date('Give a day, as in 2026-03-31.').or(z.literal('')).default('')

/** What the form of a new incoming request sends: as people type it. */
const fields = z.object({
  library: z.coerce.number().int().positive(),
  via: z.enum(['email', 'telephone', 'post', 'other']).default('email'),
  theirNumber: text(200),
  services: z.enum(['loan', 'copy', 'loan copy', 'copy loan']).default('loan'),
  title: text(1000),
  author: text(1000),
  edition: text(200),
  publisher: text(400),
  year: text(60),
  isbn: text(60),
  issn: text(60),
  articleTitle: text(1000),
  articleAuthor: text(1000),
  volume: text(200),
  issue: text(200),
  pages: text(200),
  neededBy: day,
  mostCost: z.preprocess(
    (typed) => (typed === '' ? undefined : typed),
    moneyField('Costs at most', { heard: true }).optional(),
  ),
  hold: z.enum(['yes', 'no', 'policy']).default('policy'),
  deliverTo: text(1000),
  deliverEmail: text(320),
  note: text(4000),
  key: z.string().max(80).optional(),
})
export const OrderForm = fields.refine(({ title, articleTitle }) => title !== '' || articleTitle !== '', {
  path: ['title'],
  message: 'Title is needed.',
})
export type OrderForm = z.output<typeof OrderForm>

/** What is wrong with what was typed, by field; empty where nothing is. */
export function complaintsOf(typed: unknown): Complaints {
  const parsed = OrderForm.safeParse(typed)
  if (parsed.success) return {}
  const { title = '', articleTitle = '' } = typed as { readonly title?: unknown; readonly articleTitle?: unknown }
  return {
    // What is asked of two fields together is judged only once each is right by itself.
    ...(`${title}${articleTitle}`.trim() === '' && { title: 'Title is needed.' }),
    ...Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message])),
  }
}

const bibliographic = [
  ...(['title', 'author', 'edition', 'publisher', 'year', 'isbn', 'issn'] as const),
  ...(['articleTitle', 'articleAuthor', 'volume', 'issue', 'pages'] as const),
] as const

/** An address as the form has it: a line each, the name first; empty for none. */
export function addressTyped({ deliverTo }: Pick<LendingOrder, 'deliverTo'>): string {
  const { name, street, postalCode, place, region, country } = deliverTo ?? {}
  const town = [postalCode, place].filter(Boolean).join(' ')
  return [name, street, town, region, country].filter(Boolean).join('\n')
}

/** What stands in the form of a request there is. */
export function orderTyped(lending: Lending): Readonly<Record<string, string>> {
  const { wanted, services, neededBy = '', mostCost = '', hold, deliverEmail, note } = lending
  return {
    ...Object.fromEntries(bibliographic.map((name) => [name, wanted[name] ?? ''])),
    ...{ services: services.join(' '), neededBy, mostCost, hold, deliverEmail, note },
    // An article's request may say nothing of what it stands in.
    title: wanted.title ?? '',
    deliverTo: addressTyped(lending),
  }
}

/** The request that a form means. */
export function orderOf(form: OrderForm): LendingOrder {
  const { library, via, theirNumber, services, neededBy, mostCost, hold, deliverTo, deliverEmail, note } = form
  const wanted = Object.fromEntries(bibliographic.flatMap((name) => (form[name] ? [[name, form[name]]] : [])))
  return {
    ...{ partnerId: library, via, theirNumber, wanted, hold, deliverEmail, note },
    services: services.split(' ') as ('loan' | 'copy')[],
    conditions: [],
    neededBy: neededBy || undefined,
    mostCost,
    ...(deliverTo && {
      deliverTo: { name: deliverTo.split('\n')[0]!, street: deliverTo.split('\n').slice(1).join('\n') },
    }),
  }
}
