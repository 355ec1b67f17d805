import { type ScriptMessage, valueBehind } from '../../../standards/generic-script/index.ts'
import type { ResponderMessage } from '../../exchange/message.ts'
import { daysIn } from '../replies/days.ts'

/**
 * What a lender's message says where its kind and tags leave no doubt; undefined where it takes a person, or words, to
 * tell. `service` is what was asked for, `at` when it came.
 */
export function fromScript(
  script: ScriptMessage,
  { service, at }: { readonly service: 'loan' | 'copy'; readonly at: Date },
): ResponderMessage | undefined {
  const note = noteOf(script)
  const dueOn = daysIn(valueBehind(script, 'DUE') ?? '', at)[0]?.day
  switch (script.kind) {
    case 'shipped':
      return { type: 'shipped', service: serviceOf(script) ?? service, dueOn, note }
    case 'overdue':
      return { type: 'overdue', dueOn, note }
    case 'recall':
      return { type: 'recall', note }
    case 'renewal-answer': {
      const agrees = answerOf(script) ?? (dueOn === undefined ? undefined : true)
      return agrees === undefined ? undefined : { type: 'renew-reply', agrees, dueOn, note }
    }
    default:
      return undefined
  }
}

/** What is said in words. */
export const noteOf = ({ fields }: ScriptMessage): string | undefined =>
  fields
    .filter(([tag]) => tag === 'NOT' || tag === 'REM' || tag === 'O/A')
    .map(([, value]) => value)
    .join('\n') || undefined

function serviceOf(script: ScriptMessage): 'loan' | 'copy' | undefined {
  const said = valueBehind(script, 'SER')?.toUpperCase() ?? ''
  if (/COPY|COPIE/.test(said)) return 'copy'
  return /LOAN|PRET/.test(said.normalize('NFD').replace(/\p{M}/gu, '')) ? 'loan' : undefined
}

function answerOf(script: ScriptMessage): boolean | undefined {
  const said = valueBehind(script, 'ANS')?.trim().toUpperCase()
  if (said === undefined) return undefined
  if (/^(YES|Y|OUI|O)\b/.test(said)) return true
  return /^(NO|N|NON)\b/.test(said) ? false : undefined
}
