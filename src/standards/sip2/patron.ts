import { readSip2Date } from './date.ts'
import { type Sip2Read, sip2Value, sip2Values } from './message.ts'

/** What patron status says against somebody, in the order of its fourteen places. 3M SIP 2.00, "patron status". */
export const patronStatuses = [
  'chargeDenied',
  'renewalDenied',
  'recallDenied',
  'holdDenied',
  'cardLost',
  'tooManyCharged',
  'tooManyOverdue',
  'tooManyRenewals',
  'tooManyClaimsReturned',
  'tooManyLost',
  'tooManyFines',
  'tooManyFees',
  'recallOverdue',
  'tooManyBilled',
] as const
export type PatronStatus = (typeof patronStatuses)[number]

/** What a system says of a patron. */
export interface Sip2Patron {
  /** The number as the system has it. */
  readonly id: string
  /** Whether there is one: where BL is missing, somebody with a name is one. */
  readonly exists: boolean
  /** Of the password that was sent; undefined where nothing is said. */
  readonly passwordRight: boolean | undefined
  readonly name: string
  readonly email: string
  /** YYYY-MM-DD */
  readonly expiresOn?: string
  readonly status: readonly PatronStatus[]
  /** For people to read. */
  readonly said: readonly string[]
}

/** Reads what is said of a patron out of a Patron Information Response or a Patron Status Response. */
export function patronOf(
  message: Sip2Read<'patronInformationResponse'> | Sip2Read<'patronStatusResponse'>,
): Sip2Patron {
  const { patronStatus } = message.fixed
  const name = sip2Value(message, 'AE') ?? ''
  const valid = sip2Value(message, 'BL')
  // Which of the two holds the date differs, and in some systems the other one holds a code.
  const expires = [...sip2Values(message, 'PA'), ...sip2Values(message, 'PX')].flatMap(
    (text) => readSip2Date(text) ?? [],
  )
  const password = sip2Value(message, 'CQ')
  return {
    id: sip2Value(message, 'AA') ?? '',
    exists: valid === undefined ? /[\p{L}\p{N}]/u.test(name) : isYes(valid),
    passwordRight: password === undefined ? undefined : isYes(password),
    name,
    email: sip2Value(message, 'BE') ?? '',
    ...(expires[0] && { expiresOn: expires[0].day }),
    status: patronStatuses.filter((_, place) => isYes(patronStatus[place] ?? ' ')),
    said: [...new Set(sip2Values(message, 'AF'))],
  }
}

const isYes = (text: string) => /^[Yy1]/.test(text)
