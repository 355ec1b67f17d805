import type { ShowElsewhere } from '../accounts/index.ts'
import type { PatronFound } from '../ill/index.ts'
import type { Door } from './door.ts'

/** Asks the library's system for a card while somebody waits: no longer than a page may take. */
export async function findInSystem(door: Door, number: string, pin?: string): Promise<PatronFound> {
  const { patrons } = door.ill
  if (!patrons) return { kind: 'unanswered', detail: 'it is not asked' }
  const signal = AbortSignal.timeout(door.deadline)
  return await patrons.find(number.trim(), { pin, signal }).catch((error: unknown): PatronFound => {
    if (!signal.aborted) throw error
    return { kind: 'unanswered', detail: 'it did not answer in time' }
  })
}

/** Where readers sign in with the PIN of their card in the library's system: what it says of one. */
export const cardElsewhere = (door: Door): ShowElsewhere | undefined =>
  door.ill.patrons?.signIn
    ? async (number, pin) => {
        const found = await findInSystem(door, number, pin)
        switch (found.kind) {
          case 'known':
            return { kind: 'right', reader: found.patron }
          case 'unanswered':
            return { kind: 'unanswered' }
          case 'unknown':
          case 'wrong-pin':
            return { kind: 'wrong' }
        }
      }
    : undefined
