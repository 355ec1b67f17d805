import type { Sip2Field } from './fields.ts'

/** One kind of message: its code, then fields of a fixed width, then variable ones in the order in which we write them. */
interface Description {
  readonly code: string
  readonly fixed: readonly (readonly [name: string, width: number])[]
  /** Written even where there is nothing to say. */
  readonly needed: readonly Sip2Field[]
  /** Written where there is something to say. */
  readonly optional: readonly Sip2Field[]
}

const at = ['transactionDate', 18] as const
const language = ['language', 3] as const
const counts = [
  ['holdItems', 4],
  ['overdueItems', 4],
  ['chargedItems', 4],
  ['fineItems', 4],
  ['recallItems', 4],
  ['unavailableHolds', 4],
] as const
const said = ['AF', 'AG'] as const

/** The messages of SIP2 that we write and read, by name: requests of ours have odd codes as a rule, answers the next one. */
export const sip2Messages = {
  /** Login, 93. */
  login: {
    code: '93',
    fixed: [
      ['userAlgorithm', 1],
      ['passwordAlgorithm', 1],
    ],
    needed: ['CN', 'CO'],
    optional: ['CP'],
  },
  /** Login Response, 94. */
  loginResponse: { code: '94', fixed: [['ok', 1]], needed: [], optional: said },
  /** SC Status, 99. */
  scStatus: {
    code: '99',
    fixed: [
      ['statusCode', 1],
      ['printWidth', 3],
      ['protocolVersion', 4],
    ],
    needed: [],
    optional: [],
  },
  /** ACS Status, 98. */
  acsStatus: {
    code: '98',
    fixed: [
      ['online', 1],
      ['checkinOk', 1],
      ['checkoutOk', 1],
      ['renewalOk', 1],
      ['statusUpdateOk', 1],
      ['offlineOk', 1],
      ['timeout', 3],
      ['retries', 3],
      ['dateTimeSync', 18],
      ['protocolVersion', 4],
    ],
    needed: ['AO'],
    optional: ['AM', 'BX', 'AN', ...said],
  },
  /** Patron Status Request, 23. */
  patronStatus: { code: '23', fixed: [language, at], needed: ['AO', 'AA', 'AC', 'AD'], optional: [] },
  /** Patron Status Response, 24. */
  patronStatusResponse: {
    code: '24',
    fixed: [['patronStatus', 14], language, at],
    needed: ['AO', 'AA', 'AE'],
    optional: ['BL', 'CQ', 'BH', 'BV', ...said],
  },
  /** Patron Information, 63. */
  patronInformation: {
    code: '63',
    fixed: [language, at, ['summary', 10]],
    needed: ['AO', 'AA'],
    optional: ['AC', 'AD', 'BP', 'BQ'],
  },
  /** Patron Information Response, 64. */
  patronInformationResponse: {
    code: '64',
    fixed: [['patronStatus', 14], language, at, ...counts],
    needed: ['AO', 'AA', 'AE'],
    optional: [
      ...([
        'BZ',
        'CA',
        'CB',
        'BL',
        'CQ',
        'BH',
        'BV',
        'CC',
        'AS',
        'AT',
        'AU',
        'AV',
        'BU',
        'CD',
        'BD',
        'BE',
        'BF',
      ] as const),
      ...(['PA', 'PX'] as const),
      ...said,
    ],
  },
  /** Item Information, 17. */
  itemInformation: { code: '17', fixed: [at], needed: ['AO', 'AB'], optional: ['AC'] },
  /** Item Information Response, 18. */
  itemInformationResponse: {
    code: '18',
    fixed: [['circulationStatus', 2], ['securityMarker', 2], ['feeType', 2], at],
    needed: ['AB', 'AJ'],
    optional: ['CF', 'AH', 'CJ', 'CM', 'BG', 'BH', 'BV', 'CK', 'AQ', 'AP', 'CH', ...said],
  },
  /** Hold, 15: the mode is + to add, - to cancel, * to change. */
  hold: {
    code: '15',
    fixed: [['mode', 1], at],
    needed: ['AO', 'AA'],
    optional: ['BW', 'BS', 'BY', 'AD', 'AB', 'AJ', 'AC', 'BO'],
  },
  /** Hold Response, 16. */
  holdResponse: {
    code: '16',
    fixed: [['ok', 1], ['available', 1], at],
    needed: ['AO', 'AA'],
    optional: ['BW', 'BR', 'BS', 'AB', 'AJ', ...said],
  },
  /** Checkout, 11. */
  checkout: {
    code: '11',
    fixed: [['renewalPolicy', 1], ['noBlock', 1], at, ['noBlockDueDate', 18]],
    needed: ['AO', 'AA', 'AB', 'AC'],
    optional: ['CH', 'AD', 'BO', 'BI'],
  },
  /** Checkout Response, 12. */
  checkoutResponse: {
    code: '12',
    fixed: [['ok', 1], ['renewalOk', 1], ['magneticMedia', 1], ['desensitize', 1], at],
    needed: ['AO', 'AA', 'AB', 'AJ', 'AH'],
    optional: ['BT', 'CI', 'BH', 'BV', 'CK', 'CH', 'BK', ...said],
  },
  /** Renew, 29. */
  renew: {
    code: '29',
    fixed: [['thirdParty', 1], ['noBlock', 1], at, ['noBlockDueDate', 18]],
    needed: ['AO', 'AA'],
    optional: ['AD', 'AB', 'AJ', 'AC', 'CH', 'BO'],
  },
  /** Renew Response, 30. */
  renewResponse: {
    code: '30',
    fixed: [['ok', 1], ['renewalOk', 1], ['magneticMedia', 1], ['desensitize', 1], at],
    needed: ['AO', 'AA', 'AB', 'AJ', 'AH'],
    optional: ['BT', 'CI', 'BH', 'BV', 'CK', 'CH', 'BK', ...said],
  },
  /** Checkin, 09. */
  checkin: {
    code: '09',
    fixed: [['noBlock', 1], at, ['returnDate', 18]],
    needed: ['AP', 'AO', 'AB', 'AC'],
    optional: ['CH', 'BI'],
  },
  /** Checkin Response, 10: alert type CV says whether it goes to the hold shelf (01), to another branch (02), or elsewhere. */
  checkinResponse: {
    code: '10',
    fixed: [['ok', 1], ['resensitize', 1], ['magneticMedia', 1], ['alert', 1], at],
    needed: ['AO', 'AB', 'AQ'],
    optional: ['AJ', 'CL', 'AA', 'CK', 'CH', 'CV', 'CY', 'DA', ...said],
  },
  /** Fee Paid, 37. */
  feePaid: {
    code: '37',
    fixed: [at, ['feeType', 2], ['paymentType', 2], ['currency', 3]],
    needed: ['BV', 'AO', 'AA'],
    optional: ['AC', 'AD', 'CG', 'BK'],
  },
  /** Fee Paid Response, 38. */
  feePaidResponse: {
    code: '38',
    fixed: [['accepted', 1], at],
    needed: ['AO', 'AA'],
    optional: ['BK', ...said],
  },
  /** End Patron Session, 35. */
  endSession: { code: '35', fixed: [at], needed: ['AO', 'AA'], optional: ['AC', 'AD'] },
  /** End Session Response, 36. */
  endSessionResponse: { code: '36', fixed: [['ok', 1], at], needed: ['AO', 'AA'], optional: said },
  /** Request ACS Resend, 97: the terminal could not read what came. */
  requestResend: { code: '97', fixed: [], needed: [], optional: [] },
  /** Request SC Resend, 96: the system could not read what we sent. */
  resendAsked: { code: '96', fixed: [], needed: [], optional: [] },
} as const satisfies Record<string, Description>

export type Sip2Name = keyof typeof sip2Messages
type Fixed<Name extends Sip2Name> = (typeof sip2Messages)[Name]['fixed'][number]
/** The fixed fields of a message, as they stand. */
export type Sip2Fixed<Name extends Sip2Name> = { readonly [Field in Fixed<Name> as Field[0]]: string }
/** The variable fields that a message of ours may have. */
export type Sip2Has<Name extends Sip2Name> =
  | (typeof sip2Messages)[Name]['needed'][number]
  | (typeof sip2Messages)[Name]['optional'][number]
/** Requests to resend have no number of their own: they are about another message. */
export const unnumbered: ReadonlySet<Sip2Name> = new Set(['requestResend', 'resendAsked'])
