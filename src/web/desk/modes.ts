/** What a desk is doing: the staff say so, the number never does. Keys are of the keyboard. */
export const modes = {
  in: { label: 'Check in', key: 'F2', prompt: 'Scan an item' },
  out: { label: 'Check out', key: 'F3', prompt: 'Scan an item' },
  receive: { label: 'Receive ILL', key: 'F4', prompt: 'Scan the item or its request' },
  return: { label: 'Return to lender', key: 'F6', prompt: 'Scan the item' },
  find: { label: 'Find', key: 'F8', prompt: 'An accession number, a card number, or a reader’s name' },
} as const

export const modeNames = Object.keys(modes) as (keyof typeof modes)[]
export type Mode = keyof typeof modes

/** Modes in which a scan does something. */
export const actingModes = ['in', 'out', 'receive', 'return'] as const satisfies readonly Mode[]
export type ActingMode = (typeof actingModes)[number]
