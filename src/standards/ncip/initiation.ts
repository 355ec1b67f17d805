/** Who says a message to whom. NCIP 2.02, InitiationHeader. */
export interface Initiator {
  readonly fromSystem?: string | undefined
  /** What the system of the other side knows ours by; never shown to people. */
  readonly systemSecret?: string | undefined
  readonly fromAgency: string
  readonly agencySecret?: string | undefined
  readonly toAgency: string
  readonly profile?: string | undefined
}

/** What somebody shows of themselves instead of their id: a barcode, a PIN. NCIP 2.02, AuthenticationInput. */
export interface Credential {
  /** Such as `Barcode Id`, `Username`, `PIN`. */
  readonly type: string
  readonly value: string
}

/** What a book is described by, where the other side has no record of it. NCIP 2.02, BibliographicDescription. */
export interface Described {
  readonly title: string
  readonly author?: string | undefined
  readonly isbn?: string | undefined
  readonly callNumber?: string | undefined
}

/** A record in the catalogue of the other side, with the code of its numbers, such as `SYSNUMBER`. */
export interface RecordNumber {
  readonly number: string
  readonly code: string
}

/** What is asked of a library's system. Times are ISO 8601. */
export type Initiation =
  | { readonly service: 'LookupUser'; readonly user: string | readonly Credential[] }
  | { readonly service: 'LookupItem'; readonly by: { readonly item: string } | { readonly request: string } }
  | {
      readonly service: 'AcceptItem'
      readonly request: string
      readonly item: string
      readonly user: string
      readonly action: string
      readonly described: Described
      readonly dueBack?: string | undefined
      readonly pickup?: string | undefined
    }
  | {
      readonly service: 'RequestItem'
      readonly request: string
      readonly user: string
      readonly record: RecordNumber
      readonly type: string
      readonly scope: string
      readonly pickup?: string | undefined
    }
  | {
      readonly service: 'CancelRequestItem'
      readonly request: string
      readonly user: string
      readonly type: string
      readonly scope: string
    }
  | {
      readonly service: 'CheckOutItem'
      readonly user: string
      readonly item: string
      readonly request?: string | undefined
      readonly due?: string | undefined
    }
  | { readonly service: 'RenewItem'; readonly user: string; readonly item: string; readonly due?: string | undefined }
  | { readonly service: 'CheckInItem'; readonly item: string }
  | { readonly service: 'DeleteItem'; readonly item: string }
  | {
      readonly service: 'CreateUserFiscalTransaction'
      readonly user: string
      readonly reference: string
      readonly type: string
      /** In the smallest units of the currency, as the standard counts: 250 for 2.50. */
      readonly units: number
      /** ISO 4217. */
      readonly currency: string
      readonly description?: string | undefined
    }
export type Service = Initiation['service']
