import type { Reply } from '../../../ill/index.ts'
import { type Action, type Engine, eventLabel } from '../../../workflow/index.ts'
import { longDate } from '../../dates.ts'

const lettersOfDay = /^\d{4}-\d\d-\d\d$/
const dayWords: Readonly<Record<string, string>> = {
  dueAtLender: 'due back',
  supplyOn: 'on',
  availableOn: 'from',
}

/** What a reply seems to say: "Shipped from lender, due back 12 May 2026"; undefined where nothing was understood. */
export function suggestionWords(engine: Engine, { event, form }: Pick<Reply, 'event' | 'form'>): string | undefined {
  if (event === undefined) return undefined
  const { definition } = engine.machine('borrowing')
  const days = Object.entries(dayWords).flatMap(([name, words]) => {
    const value = form[name]
    return typeof value === 'string' && lettersOfDay.test(value) ? [`${words} ${longDate(value)}`] : []
  })
  return [eventLabel(definition, event), ...days].join(', ')
}

/** The act by which a file becomes the reader's copy. */
export const takesFile = ({ event }: Pick<Action, 'event'>): boolean => event === 'receivedAsCopy'
