import type { Clock, Log } from '../../kit/index.ts'
import type { PatronCheck, PatronFound } from '../ports.ts'
import { lookUpUser, type TriedStep, type UserFound } from './look-up.ts'
import { createNcip, type Ncip } from './ncip.ts'
import type { LibrarySystemSettings } from './settings.ts'
import { createSip2, sip2Patrons } from './sip2/index.ts'

/** How a house asks its library's system for readers. */
export interface HousePatrons extends PatronCheck {
  /** What becomes of a request while the system cannot be asked. */
  readonly whenDown: LibrarySystemSettings['whenDown']
  /** Readers sign in by what the system says of their PIN. */
  readonly signIn: boolean
  /** Lets go of the connection that is kept. */
  close(): void
}

interface Surroundings {
  readonly clock: Clock
  readonly log: Log
  /** Told of each step on the way, never with a secret. */
  readonly trace?: ((step: TriedStep) => void) | undefined
}

/** What asks a library's system for readers, as the settings say; undefined where they say that it is not asked. */
export function createHousePatrons(
  { patronCheck, whenDown, signIn, sip2, ncip }: LibrarySystemSettings,
  surroundings: Surroundings,
): HousePatrons | undefined {
  if (patronCheck === 'sip2' && sip2) {
    const client = createSip2(sip2, surroundings)
    return { ...sip2Patrons(client), whenDown, signIn, close: () => client.close() }
  }
  if (patronCheck === 'ncip' && ncip)
    return { ...ncipPatrons(createNcip(ncip), surroundings.trace), whenDown, signIn, close: () => undefined }
  return undefined
}

/** Asks by NCIP: LookupUser, with the PIN as what they show, where there is one. domain/ill.md 6.1, first row. */
export const ncipPatrons = (ncip: Ncip, trace?: (step: TriedStep) => void): PatronCheck => ({
  async find(number, { pin, signal }) {
    if (pin === '') return { kind: 'wrong-pin' }
    const found = await lookUpUser(ncip, number, { signal, ...(pin !== undefined && { pin }), ...(trace && { trace }) })
    // Whether the number or the PIN is wrong, systems say in different words, or not at all.
    return found.kind === 'unknown' && pin !== undefined ? { kind: 'wrong-pin' } : patronIn(found, number)
  },
})

function patronIn(found: UserFound, number: string): PatronFound {
  if (found.kind !== 'known') return { ...found, detail: found.detail.slice(0, 200) }
  const { name, email, blocks, privileges } = found
  // They may borrow as long as anything lets them.
  const [until] = privileges
    .flatMap((one) => (one.until === undefined ? [] : [one.until.slice(0, 10)]))
    .filter((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))
    .sort()
    .reverse()
  return {
    kind: 'known',
    patron: {
      // The number on the card: ids of the system itself are none that anybody types.
      number,
      name: (name ?? number).slice(0, 200),
      email: (email ?? '').slice(0, 320),
      ...(until !== undefined && { expiresOn: until }),
      blocked: blocks.map((block) => block.slice(0, 200)),
      said: [],
    },
  }
}
