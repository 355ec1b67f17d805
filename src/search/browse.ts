import { Problem } from '../problems.ts'
import { defaultAttributes, type FieldName, type RpnQuery, type TermNode } from '../standards/query/index.ts'
import { type OperationOptions, type ScanResult, type TargetClient, TargetFailure } from '../zoom/index.ts'
import { Asking } from './asking.ts'
import { mostRetries } from './ladder.ts'
import type { Memory } from './memory.ts'
import { queryFor } from './query.ts'
import type { Target } from './settings.ts'
import type { Browsed, Browsing } from './types.ts'
import { failureWords } from './words.ts'

/** Structure "phrase": whole headings stand in the list, where an index has them. */
const phrase = { type: 4, value: 1 }

/**
 * Lists a target's index around a term. A target that refuses how it is asked is asked in a simpler way, as for a search,
 * but for the same index.
 * @throws Problem target-failed
 */
export async function browse(
  { target, client, memory }: { readonly target: Target; readonly client: TargetClient; readonly memory: Memory },
  browsing: Browsing,
  options: OperationOptions,
): Promise<Browsed> {
  const asking = new Asking(target, { query: startOf(browsing, target), listsIndex: true }, memory)
  for (let retries = 0; ; retries++) {
    try {
      const found = await scan(client, asking.form.query, browsing, options)
      asking.learn()
      return { ...found, ...asking.adapted }
    } catch (cause) {
      if (!(cause instanceof TargetFailure)) throw cause
      const { failure } = cause
      const simpler = failure.kind === 'diagnostic' && retries < mostRetries && asking.simplify(failure.diagnostics)
      if (simpler) continue
      throw new Problem('target-failed', { target: target.label, detail: failureWords(failure).detail }, { cause })
    }
  }
}

/** Where the list begins: the term as it is typed, in the field's own index. */
function startOf({ field, text }: Browsing, target: Target): RpnQuery {
  const attributes = (target.attributes[field] ?? defaultAttributes[field]).filter(({ type }) => type !== 4)
  const { attributeSet } = queryFor({ [field]: 'x' }, target)
  const root: TermNode = { op: 'term', attributes: [...attributes, phrase], term: { type: 'general', value: text } }
  return { attributeSet, root }
}

async function scan(
  client: TargetClient,
  { attributeSet, root }: RpnQuery,
  { count, before }: Browsing,
  options: OperationOptions,
): Promise<Pick<Browsed, 'entries' | 'position'>> {
  const asked = { attributeSet, attributes: root as TermNode, count, preferredPosition: before + 1 }
  const { entries, position }: ScanResult = await client.scan(asked, options)
  return { entries, ...(position !== undefined && { position }) }
}

/** The fields whose headings can be listed. */
export const browsable = [
  'title',
  'author',
  'subject',
  'any',
  'publisher',
  'isbn',
  'issn',
  'dewey',
] as const satisfies readonly FieldName[]
