import { Problem } from '../../../problems.ts'
import { type PatronStatus, patronOf, type Sip2Patron } from '../../../standards/sip2/index.ts'
import type { PatronCheck, PatronFound } from '../../ports.ts'
import type { Sip2 } from './client.ts'

/** What patron status says, for people. */
const words: Readonly<Record<PatronStatus, string>> = {
  chargeDenied: 'may not borrow',
  renewalDenied: 'may not renew',
  recallDenied: 'may not recall',
  holdDenied: 'may not reserve',
  cardLost: 'the card was reported lost',
  tooManyCharged: 'too many items out',
  tooManyOverdue: 'too many items overdue',
  tooManyRenewals: 'too many renewals',
  tooManyClaimsReturned: 'too many items said to be returned',
  tooManyLost: 'too many items lost',
  tooManyFines: 'owes too much in fines',
  tooManyFees: 'owes too much in fees',
  recallOverdue: 'a recalled item is overdue',
  tooManyBilled: 'too many items billed',
}

/** Places of BX, what a system supports. 3M SIP 2.00, "supported messages". */
const supports = { patronInformation: 7, endSession: 8 } as const

/** Asks a library's system for patrons over SIP2: Patron Information, or Patron Status where it knows no better. */
export const sip2Patrons = (sip2: Sip2): PatronCheck => ({
  async find(number, { pin, signal }) {
    // No system is asked whether nothing is right: some say yes.
    if (pin === '') return { kind: 'wrong-pin' }
    return await ask(sip2, number, pin, signal).catch((error: unknown): PatronFound => {
      if (!(error instanceof Problem) || error.code !== 'sip2-unwritable') throw error
      switch (error.context['field']) {
        // Nobody has a card or a PIN like that.
        case 'AA':
          return { kind: 'unknown', detail: 'no card has this number' }
        case 'AD':
          return { kind: 'wrong-pin' }
        // What the settings say.
        default:
          return { kind: 'unanswered', detail: error.message }
      }
    })
  },
})

async function ask(sip2: Sip2, number: string, pin: string | undefined, signal: AbortSignal): Promise<PatronFound> {
  const { institution, language, terminalPassword } = sip2.settings
  const fixed = { language, transactionDate: sip2.date() }
  const fields = {
    ...{ AO: institution, AA: number },
    ...(terminalPassword !== '' && { AC: terminalPassword }),
    ...(pin !== undefined && { AD: pin }),
  }
  const long = sip2.settings.ask === 'patronInformation' && sip2.knows(supports.patronInformation)
  const answer = long
    ? await sip2.ask(
        { name: 'patronInformation', fixed: { ...fixed, summary: '' }, fields },
        'patronInformationResponse',
        signal,
      )
    : await sip2.ask({ name: 'patronStatus', fixed, fields }, 'patronStatusResponse', signal)
  if (answer.kind === 'failed') return { kind: 'unanswered', detail: answer.detail }
  if (sip2.settings.endSession && sip2.knows(supports.endSession)) {
    const { transactionDate } = fixed
    await sip2.ask({ name: 'endSession', fixed: { transactionDate }, fields }, 'endSessionResponse', signal)
  }
  return judged(patronOf(answer.message), number, { pin, blockedBy: sip2.settings.blockedBy })
}

function judged(
  patron: Sip2Patron,
  number: string,
  { pin, blockedBy }: { readonly pin: string | undefined; readonly blockedBy: readonly PatronStatus[] },
): PatronFound {
  const { id, exists, passwordRight, name, email, expiresOn, status, said } = patron
  if (!exists) return { kind: 'unknown', detail: said[0]?.slice(0, 200) ?? 'there is no such patron' }
  if (pin !== undefined && passwordRight === undefined)
    return { kind: 'unanswered', detail: 'it does not say whether a PIN is right' }
  if (pin !== undefined && !passwordRight) return { kind: 'wrong-pin' }
  const blocks = status.filter((one) => blockedBy.includes(one))
  return {
    kind: 'known',
    patron: {
      number: (id || number).slice(0, 100),
      name: (name || id || number).slice(0, 200),
      email: email.slice(0, 320),
      ...(expiresOn !== undefined && { expiresOn }),
      blocked: blocks.map((one) => words[one]),
      said: said.map((one) => one.slice(0, 500)).slice(0, 5),
    },
  }
}
