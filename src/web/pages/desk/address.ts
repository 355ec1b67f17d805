import type { Mode } from '../../desk/modes.ts'

/** Where a desk is. */
export function deskHref({ mode, branch, patron, q }: DeskPlace): string {
  const params = new URLSearchParams({ mode, branch })
  if (patron) params.set('patron', patron)
  if (q) params.set('q', q)
  return `/desk?${params}`
}

interface DeskPlace {
  readonly mode: Mode
  readonly branch: string
  readonly patron?: string | undefined
  readonly q?: string | undefined
}

/** All that staff of a desk know of a reader. */
export const readerHref = (id: string, branch: string): string => `/desk/patrons/${id}?branch=${branch}`
