import type { Line } from '../../../ill/index.ts'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'

/** The libraries that lenders named instead of themselves, by line, in their order. domain/ill.md 2.3, L5. */
export async function librariesNamedBy(
  { database: { db }, ill: { engine } }: Pick<Door, 'database' | 'ill'>,
  lines: readonly Pick<Line, 'id' | 'state' | 'data'>[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const naming = lines.flatMap(({ id, state, data }) =>
    state === 'not-supplied' && data.answer === 'locations' ? id : [],
  )
  if (naming.length === 0) return new Map()
  const histories = await engine.histories(db, naming)
  return new Map(
    naming.map((id) => {
      const said = histories.get(id)?.findLast(({ event }) => event === 'notSupplied')?.form['locations']
      const named = typeof said === 'string' ? said.split(/[\n;]/).map((one) => one.trim()) : []
      return [id, named.filter(Boolean).slice(0, mostNamed)] as const
    }),
  )
}

const mostNamed = 20
/** As many letters as a search for a lender takes. */
const longest = 200

/** Each with the way to add it to the request. */
export const NamedLibraries = ({ base, named }: { readonly base: string; readonly named: readonly string[] }) =>
  named.length === 0 ? null : (
    <>
      <p class="hint">It names, to be added:</p>
      <ul class="plain-list">
        {named.map((one) => (
          <li key={one}>
            <Link to={`${base}/lenders/add?${new URLSearchParams({ q: one.slice(0, longest) })}`} dialog>
              <Words text={one} most={120} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
