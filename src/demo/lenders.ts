import { addLender, LenderSchema } from '../ill/index.ts'
import type { Database } from '../kit/db/index.ts'
import type { Actor } from '../kit/index.ts'

const actor: Actor = { name: 'Demo', via: 'cli' }

/** The libraries that are searched, as libraries that can be asked. Their addresses lead nowhere. */
const lenders = [
  { symbol: 'XX-NFC', name: 'Northfield City Library', place: 'Northfield', email: 'ill@northfield.example' },
  { symbol: 'XX-EBU', name: 'Eastbrook University', place: 'Eastbrook', email: 'lending@eastbrook.example' },
  { symbol: 'XX-LSC', name: 'Lakeside Consortium', place: 'Lakeside', email: 'ill@lakeside.example' },
  { symbol: 'XX-OHA', name: 'Old Harbour Archive', place: 'Old Harbour', protocol: 'none' },
] as const

export async function addSampleLenders({ tx }: Database): Promise<void> {
  await tx(async (within) => {
    for (const lender of lenders)
      await addLender(within, LenderSchema.parse({ protocol: 'email', copies: true, ...lender }), actor)
  })
}
