import type { Sendings } from '../../../../ill/index.ts'
import { SentInstead } from '../../../components/sent-as.tsx'

/** A library, and what its system would get of an act; undefined where nothing goes to a system. */
export interface Getting {
  readonly partner: string
  readonly sendings: Sendings | undefined
}

const mostNamed = 5

/** What is sent to libraries instead of what their dialects cannot say, once for all that get the same. */
export function InsteadForAll({ getting }: { readonly getting: readonly Getting[] }) {
  const groups = new Map<string, { sendings: Sendings; partners: Set<string> }>()
  for (const { partner, sendings } of getting) {
    if (sendings === undefined) continue
    const same = JSON.stringify(sendings)
    const group = groups.get(same) ?? { sendings, partners: new Set() }
    groups.set(same, { ...group, partners: group.partners.add(partner) })
  }
  return (
    <>
      {[...groups].map(([same, { sendings, partners }]) => (
        <SentInstead key={same} partners={named([...partners])} sendings={sendings} named />
      ))}
    </>
  )
}

const named = (partners: readonly string[]): readonly string[] =>
  partners.length <= mostNamed
    ? partners
    : [...partners.slice(0, mostNamed), `${partners.length - mostNamed} more libraries`]
