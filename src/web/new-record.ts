import type { z } from 'zod'
import { type BriefForm, briefRecord, normaliseIsbn, normaliseIssn } from '../bib/index.ts'
import { addBib, type CatalogueMatch, findMatches, lockForMatching, prepareRecord } from '../catalogue/index.ts'
import type { Tx } from '../kit/db/index.ts'
import type { Actor } from '../kit/index.ts'
import type { Door } from './door.ts'

const wrong = (numbers: readonly string[], isValid: (number: string) => boolean) => numbers.find((one) => !isValid(one))

/** Complains about numbers that cannot be right, at their fields. */
export function judgeNumbers(
  { isbns, issns }: { readonly isbns: readonly string[]; readonly issns: readonly string[] },
  context: z.RefinementCtx,
): void {
  const isbn = wrong(isbns, (number) => normaliseIsbn(number).valid)
  const issn = wrong(issns, (number) => normaliseIssn(number).valid)
  const complain = (field: string, number: string) =>
    context.addIssue({
      code: 'custom',
      path: [field],
      message: `“${number.slice(0, 40)}” is no right number: look at its digits again. One that is printed wrong belongs in the notes.`,
    })
  if (isbn !== undefined) complain('isbns', isbn)
  if (issn !== undefined) complain('issns', issn)
}

/** Records that may be the one are shown so many of. */
const mostTwins = 10

/**
 * Makes a brief record and adds it to the catalogue, or gives the records of ours that may be the same: nothing is
 * added then, unless somebody has looked at them.
 */
export async function addBriefRecord(
  tx: Tx,
  { clock, select }: Pick<Door, 'clock' | 'select'>,
  form: BriefForm,
  { actor, despiteTwins }: { readonly actor: Actor; readonly despiteTwins: boolean },
): Promise<{ readonly id: number; readonly version: number } | { readonly twins: readonly CatalogueMatch[] }> {
  const entered = new Date(clock.now()).toISOString().slice(0, 10)
  const record = briefRecord(form, { entered, agency: select.agency })
  await lockForMatching(tx)
  const twins = despiteTwins ? [] : await findMatches(tx, prepareRecord(record, 'marc21'))
  if (twins.length > 0) return { twins: twins.slice(0, mostTwins) }
  return await addBib(tx, { record, flavour: 'marc21' }, { actor, action: 'create' })
}
