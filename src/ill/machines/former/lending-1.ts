import { form } from '../../../workflow/index.ts'
import { lendingMachine } from '../lending.ts'
import { late } from '../lending-rules.ts'

const { dueKnown, laterDue, ...guards1 } = lendingMachine.guards

const overdueTo = (to: string) => ({ to, when: ['loanShipped'], do: ['sendOverdue'] })
const overdueAgain = { do: ['sendOverdue'] }
const renewYes = {
  to: 'shipped',
  set: { renewTo: null, attention: false, dueOn: form('dueOn'), renewable: form('renewable') },
  do: ['changeDue', 'sendRenewYes'],
}
const { rules } = lendingMachine

/**
 * A request of another library as it was first: a renewal could end before the loan did, what had no date due could be
 * overdue, and nobody answered who wanted more time for what was lost. Those that began so are moved to the version of now.
 */
export const lendingMachine1 = {
  ...lendingMachine,
  version: 1,
  guards: guards1,
  rules: {
    ...rules,
    shipped: { ...rules.shipped, overdue: overdueTo('overdue') },
    'renew-pending': { ...rules['renew-pending'], renewYes, overdue: overdueTo('renew-overdue') },
    overdue: { ...rules.overdue, renewYes, overdue: overdueAgain },
    'renew-overdue': { ...rules['renew-overdue'], renewYes, overdue: overdueAgain },
    recall: { ...rules.recall, overdue: overdueAgain },
    lost: { ...rules.lost, renew: late },
  },
  migrations: [],
} as unknown as typeof lendingMachine
