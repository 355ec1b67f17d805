import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AllowNetworks } from '../../kit/http/index.ts'
import { readConfig } from '../../kit/index.ts'
import { Sip2Settings } from './sip2/settings.ts'

/** What becomes of a step: the system is asked, nothing is done, or staff are told to do it there. */
const Step = z.enum(['on', 'off', 'manual'])
export type StepMode = z.infer<typeof Step>

const name = z.string().trim().min(1).max(200)
const secret = z.string().min(1).max(1000)

/** The acts of circulation, each on, off or by hand. domain/ill.md 6.1. */
const Borrowing = z.strictObject({
  acceptItem: Step.default('on'),
  checkOut: Step.default('off'),
  renew: Step.default('off'),
  checkIn: Step.default('on'),
  deleteItem: Step.default('off'),
})
const Lending = z.strictObject({
  requestItem: Step.default('off'),
  cancelRequestItem: Step.default('on'),
  checkOut: Step.default('on'),
  renew: Step.default('off'),
  checkIn: Step.default('on'),
})

/** A library's own system that speaks NCIP 2. */
export const NcipSettings = z.strictObject({
  /** Where it is asked. */
  address: z.url({ protocol: /^https?$/, error: 'must be an address like https://ils.example.org/ncip' }).max(2000),
  /** Networks of the house where it may be, over http too. */
  allowNetworks: AllowNetworks,
  /** Seconds it has for an answer. */
  timeout: z.int().min(1).max(120).default(30),
  /** What it cannot do at the moment is tried for so many hours; then staff decide. */
  giveUpAfterHours: z.int().min(1).max(720).default(24),
  /** What it knows us by. */
  fromAgency: name,
  toAgency: name,
  fromSystem: name.optional(),
  fromSystemAuthentication: secret.optional(),
  fromAgencyAuthentication: secret.optional(),
  profile: name.optional(),
  borrowing: Borrowing.prefault({}),
  lending: Lending.prefault({}),
  /** How a reader shows who they are where the system does not know their card number as an id. */
  patronIdentifier: name.default('Barcode Id'),
  /** Where readers fetch what came for them: by the code of a branch, and elsewhere. */
  pickupLocation: name.optional(),
  pickupLocations: z.record(z.string().max(60), name).default({}),
  /** The patron that a borrowing library is, with its symbol in it. */
  institutionPatron: z
    .string()
    .max(200)
    .refine((text) => text.includes('{symbol}'), 'must have {symbol} in it, like INST-{symbol}')
    .default('INST-{symbol}'),
  /** Where items are brought that are to be lent to other libraries. */
  lendingPickupLocation: name.default('ILL Office'),
  requestedAction: name.default('Hold For Pickup'),
  requestType: name.default('Page'),
  requestScope: name.default('Item'),
  /** What its numbers of records are called, and where ours have them: a field and a subfield, or 001. */
  recordCode: name.default('SYSNUMBER'),
  recordNumberFrom: z
    .string()
    .regex(/^(00\d|\d{3}\$[a-z0-9])$/, 'must be a place of a record, like 001 or 035$a')
    .default('001'),
})
export type NcipSettings = z.infer<typeof NcipSettings>

/** The file `library-system.yaml` of the configuration folder: the system a library has of its own. */
export const LibrarySystemSettings = z.preprocess(
  // A file of comments alone says nothing.
  (said) => said ?? {},
  z
    .strictObject({
      /** Asked to circulate what is borrowed and lent; Farshelf's own desk does it where it is not given. */
      ncip: NcipSettings.optional(),
      /** Asked for patrons alone. */
      sip2: Sip2Settings.optional(),
      /** How it is asked whether a patron exists and may borrow, when a request is placed for them. */
      patronCheck: z.enum(['sip2', 'ncip', 'none']).default('none'),
      /** What becomes of a request while it cannot be asked: somebody looks at it, or it goes on. */
      whenDown: z.enum(['review', 'accept']).default('review'),
      /** Readers sign in with the number and the PIN of their card, and have an account here from then on. */
      signIn: z.boolean().default(false),
    })
    .check(({ value, issues }) => {
      const { patronCheck, signIn } = value
      if (patronCheck !== 'none' && value[patronCheck] === undefined)
        issues.push({
          ...{ code: 'custom', input: patronCheck, path: ['patronCheck'] },
          message: `needs the section ${patronCheck} in this file`,
        })
      if (signIn && patronCheck === 'none')
        issues.push({
          ...{ code: 'custom', input: signIn, path: ['signIn'] },
          message: 'needs patronCheck: sip2 or ncip, which says how the system is asked',
        })
    }),
)
export type LibrarySystemSettings = z.infer<typeof LibrarySystemSettings>

/** What networks of the house are allowed by, in words. */
export const librarySystemFile = 'library-system.yaml'

/** What the configuration folder says of a system of the library's own. @throws Problem config-invalid, config-missing */
export async function librarySystemSettings(config: string): Promise<LibrarySystemSettings> {
  const file = join(config, librarySystemFile)
  return existsSync(file) ? readConfig(file, LibrarySystemSettings) : LibrarySystemSettings.parse({})
}
