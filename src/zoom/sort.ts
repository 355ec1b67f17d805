import { attributeSet } from '../standards/z3950/index.ts'
import type { Association } from './association.ts'
import type { Attempt } from './attempt.ts'
import { diagRecOf, refused } from './diagnostics.ts'
import { type SortKey, TargetFailure, type Z3950Settings } from './types.ts'

/** Sorts a result set in place. @throws TargetFailure diagnostic when the target cannot; whatever a request throws */
export async function sortSet(
  association: Association,
  { deadlines }: Z3950Settings,
  name: string,
  keys: readonly SortKey[],
  attempt: Attempt,
): Promise<void> {
  const answer = await association.request(
    (referenceId) => ({
      type: 'sortRequest',
      value: {
        referenceId,
        inputResultSetNames: [name],
        sortedResultSetName: name,
        sortSequence: keys.map(({ use, descending }) => ({
          sortElement: {
            type: 'generic',
            value: {
              type: 'sortAttributes',
              value: {
                id: attributeSet['bib-1'],
                list: [{ attributeType: 1, attributeValue: { type: 'numeric', value: use } }],
              },
            },
          },
          sortRelation: descending ? 'descending' : 'ascending',
          caseSensitivity: 'caseInsensitive',
        })),
      },
    }),
    'sortResponse',
    'sort',
    deadlines.search,
    attempt,
  )
  if (answer.sortStatus !== 'success')
    throw new TargetFailure(refused('sort', (answer.diagnostics ?? []).map(diagRecOf)))
}
