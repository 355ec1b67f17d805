import type { ReasonForMessage, Status, Value, Version } from '../../../standards/iso18626/index.ts'

export type StatusCode = Value<typeof Status>
export type Reason = Value<typeof ReasonForMessage>

/** How a peer speaks ISO 18626 where the standard leaves it open, or the peer does otherwise. domain/ill.md 3.4 and 5.5. */
export interface Profile {
  readonly label: string
  /** The status that says: it will probably be supplied. */
  readonly likely: StatusCode
  /** Reasons it insists on; for others see `said` of each message. */
  readonly reasons: Readonly<Partial<Record<StatusCode, Reason>>>
  /**
   * How terms are named and agreed to. `retry`: as an answer RetryPossible, and a request of type Retry. `tokens`: as
   * WillSupply with a token in its note, and a token back. `words`: as a Notification, and one that says ACCEPT or REJECT.
   */
  readonly conditions: 'retry' | 'tokens' | 'words'
  /** Where the cost of what is sent stands. */
  readonly cost: 'deliveryCosts' | 'offeredCosts'
  /** It shows its people nothing but the note: cost, conditions, address of a copy and postal addresses stand there too. */
  readonly onlyNotes: boolean
  /** It knows no service levels but the standard's. */
  readonly levels: 'any' | 'known'
  /** Whether a sending can be taken back by a message; otherwise the other side has to read it and act by hand. */
  readonly unship: 'token' | 'words'
}

export const profiles = {
  standard: {
    label: 'As the standard has it; another Farshelf',
    likely: 'ExpectToSupply',
    reasons: {},
    conditions: 'retry',
    cost: 'deliveryCosts',
    onlyNotes: false,
    levels: 'any',
    unship: 'token',
  },
  reshare: {
    label: 'ReShare, CrossLink',
    likely: 'ExpectToSupply',
    reasons: {},
    conditions: 'tokens',
    cost: 'offeredCosts',
    onlyNotes: false,
    levels: 'any',
    unship: 'words',
  },
  alma: {
    label: 'Alma',
    likely: 'WillSupply',
    reasons: { LoanCompleted: 'RequestResponse', Loaned: 'StatusChange', WillSupply: 'RequestResponse' },
    conditions: 'words',
    cost: 'deliveryCosts',
    onlyNotes: true,
    levels: 'known',
    unship: 'words',
  },
} as const satisfies Record<string, Profile>

export type ProfileName = keyof typeof profiles
export const profileNames = Object.keys(profiles) as ProfileName[]

/** Whom a message is for or from: a setting of the partner. */
export interface Peer {
  readonly profile: ProfileName
  readonly version: Version
}

export const profileOf = ({ profile }: Peer): Profile => profiles[profile]
