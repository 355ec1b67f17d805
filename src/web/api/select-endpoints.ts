import type { Response } from 'express'
import type { Difference } from '../../bib/index.ts'
import type { SelectOutcome } from '../../catalogue/index.ts'
import { Problem } from '../../problems.ts'
import { editorLine, type Field } from '../../standards/marc/index.ts'
import { checkText } from '../check-text.ts'
import type { Door } from '../door.ts'
import { findingsSummary } from '../findings-summary.ts'
import { mishapOf } from '../mishap.ts'
import { selectFound } from '../selection.ts'
import { sendProblem } from '../send-problem.ts'
import { type Endpoint, endpoint, problemAnswer } from './endpoint.ts'
import { Check, Checked, Select, Selected, SelectHeaders, Undecided } from './select-schemas.ts'

/** Operations of cataloguers on found records and on records as text. */
export function selectEndpoints(door: Door): readonly Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/catalogue/select',
      summary: 'Take the record of a hit into the catalogue, once however often it is sent',
      headers: SelectHeaders,
      body: Select,
      answers: [
        { status: 201, description: 'Added; `Location` is its page', schema: Selected },
        { status: 200, description: 'The record of ours that it is now', schema: Selected },
        problemAnswer(409, 'We may have it, or characters were lost: nothing was changed', Undecided),
      ],
      problems: [400, 404, 502],
      handle: async ({ body }, { req, res, visitor }) => {
        const { searchId, hit, source, ...selection } = body
        const search = door.service.get(searchId)
        if (!search) throw new Problem('search-gone')
        const detail = await search.full(hit, source)
        const outcome = await selectFound(door, detail, selection, visitor)
        if (outcome.kind === 'undecided') return sendUndecided(res, outcome, String(req.id))
        const { kind, ...bib } = outcome
        res
          .status(kind === 'created' ? 201 : 200)
          .location(`/catalogue/${bib.bibId}`)
          .json({ outcome: kind, ...bib })
      },
    }),
    endpoint({
      method: 'post',
      path: '/catalogue/check',
      summary: 'Check a record as the MARC editor has it, line by line',
      body: Check,
      bodyLimit: '4mb',
      answers: [{ status: 200, description: 'What is wrong, in the order of lines', schema: Checked }],
      problems: [400, 413],
      handle: ({ body }, { res }) => {
        const { findings, sound } = checkText(body.text, body.flavour)
        res.json({ sound, summary: findingsSummary(findings), findings })
      },
    }),
  ]
}

/** What there is to decide, as a problem with more members. */
export function sendUndecided(
  res: Response,
  outcome: Extract<SelectOutcome, { kind: 'undecided' }>,
  request: string,
): void {
  const { matches, lossyFields } = outcome
  const problem =
    matches.length > 0
      ? new Problem('needs-decision', { matches: matches.length })
      : new Problem('lossy-record', { fields: lossyFields.join(', ') })
  sendProblem(res, mishapOf(problem, request), {
    matches: matches.map(({ changes, ...match }) => ({
      ...match,
      ...(changes && { changes: changes.flatMap(differenceOf) }),
    })),
    lossyFields,
  })
}

function differenceOf(row: Difference) {
  if (row.kind === 'unchanged') return []
  const line = (field: Field) => (row.tag === 'LDR' ? field[1] : editorLine(field))
  return [
    {
      kind: row.kind,
      tag: row.tag,
      ...('before' in row && { before: line(row.before) }),
      ...('after' in row && { after: line(row.after) }),
    },
  ]
}
