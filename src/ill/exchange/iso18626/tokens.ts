/**
 * Words for machines that peers put into notes. Nobody is shown them, and nobody may send them by writing them into a
 * note of ours: domain/ill.md 5.5, traps 5 and 6.
 */
export const tokens = {
  addCondition: '#ReShareAddLoanCondition#',
  agree: '#ReShareLoanConditionAgreeResponse#',
  reject: '#ReShareLoanConditionRejectResponse#',
  unship: '#FarshelfUnship#',
} as const

export const shipTo = ['#SHIP_TO#', '#ST_END#'] as const
export const returnTo = ['#RETURN_TO#', '#RT_END#'] as const
const items = ['#MultipleItems#', '#MultipleItemsEnd#'] as const

const single =
  /#(?:seq:\d{1,20}|ReShare\w{1,60}|Farshelf\w{1,60}|MultipleItems(?:End)?|SHIP_TO|ST_END|RETURN_TO|RT_END)#|#(?:lastSeq|ReShareUpdatedField-)[^\n#]*#?/g

const deepest = 4

/** A note without what is for machines, and without white space around it; undefined where nothing is left. */
export function withoutTokens(note: string): string | undefined {
  const [begin, end] = items
  let text = withoutBlock(note, begin, end)
  // What is left may be a token only now; whoever nests them deeper means harm.
  for (let round = 0; round < deepest && text.includes('#'); round++) text = text.replace(single, '')
  if (text.search(single) >= 0) text = text.replaceAll('#', '')
  const trimmed = text.trim()
  return trimmed === '' ? undefined : trimmed
}

/** A note without the passages between two tokens, and the tokens. */
export function withoutBlock(note: string, begin: string, end: string): string {
  const kept: string[] = []
  let at = 0
  for (;;) {
    const from = note.indexOf(begin, at)
    const to = from < 0 ? -1 : note.indexOf(end, from)
    if (to < 0) return [...kept, note.slice(at)].join('')
    kept.push(note.slice(at, from))
    at = to + end.length
  }
}
