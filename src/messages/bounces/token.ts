/**
 * What stands in the return address of a message: its number, and the chance that is in its Message-ID, so that nobody
 * names one who was not sent it.
 */
export function bounceToken(id: number, messageId: string): string {
  return `${id}-${chanceIn(messageId)}`
}

const chanceIn = (messageId: string): string => /\.([0-9a-f]{18})@/.exec(messageId)?.[1] ?? ''

/** The number in a token; undefined where it is none. */
export function readBounceToken(token: string): { readonly id: number; readonly chance: string } | undefined {
  const [, id, chance] = /^(\d{1,15})-([0-9a-f]{18})$/.exec(token) ?? []
  return id === undefined ? undefined : { id: Number(id), chance: chance! }
}

export const fitsToken = (chance: string, messageId: string | null): boolean =>
  messageId !== null && chanceIn(messageId) === chance
