import type { Flavour } from '../standards/marc/index.ts'

/** What kind of thing a record describes, as patrons say it. */
export const formats = [
  'book',
  'ebook',
  'serial',
  'article',
  'score',
  'music',
  'audiobook',
  'map',
  'video',
  'image',
  'computer-file',
  'e-resource',
  'manuscript',
  'kit',
  'object',
  'mixed',
] as const
export type Format = (typeof formats)[number]

/** What a thing is carried on, where that is not what one expects of its format. */
export const carriers = ['online', 'disc', 'microform', 'large-print', 'braille'] as const
export type Carrier = (typeof carriers)[number]

/** How complete a record is, from leader/17: shown before import. */
export type RecordLevel = 'full' | 'less-than-full' | 'brief'

/** Text beside its original script (MARC 21 880, UNIMARC script pairs). */
export interface Scripted {
  readonly text: string
  /** The same in the original script, when the record has both. */
  readonly script?: string
}

/** What a result list shows of one record. ISBD punctuation is trimmed; text is NFC. */
export interface Brief {
  readonly title: Scripted
  /** Characters of `title.text` to skip when sorting. */
  readonly nonFiling: number
  /** Number and name of the part, as they also stand in the title: "Vol. 2, The two towers". */
  readonly part?: Scripted
  readonly author?: Scripted
  readonly edition?: string
  readonly imprint?: string
  readonly year?: number
  readonly format: Format
  readonly carrier?: Carrier
  /** ISO 639-2/B code, e.g. `rus`. */
  readonly language?: string
  /** Valid ISBNs as 13 digits, and valid ISSNs as NNNN-NNNN, each once. */
  readonly isbns: readonly string[]
  readonly issns: readonly string[]
  readonly lccn?: string
  /** OCLC number, digits only. */
  readonly oclc?: string
  /** 001. */
  readonly controlNumber?: string
  readonly level: RecordLevel
}

/** One value of a labelled field. */
export interface FullValue extends Scripted {
  /** An address from the record (856 u): not checked; print it through `href()` only. */
  readonly url?: string
  /** Search this field for `search.text` to find more of the same. */
  readonly search?: { readonly field: 'author' | 'subject' | 'title'; readonly text: string }
}

/** A labelled field of the full display. `key` is stable, `label` is for people. */
export interface FullField {
  readonly key: string
  readonly label: string
  readonly values: readonly FullValue[]
}

/** Where one copy is, as the record says. */
export interface Holding {
  readonly library?: string
  readonly location?: string
  readonly callNumber?: string
  readonly copy?: string
  readonly note?: string
  /** Serial holdings statement (866–868, UNIMARC 930/955). */
  readonly statement?: string
  readonly available?: boolean
  readonly dueOn?: string
}

/** Everything a record page shows. */
export interface Full {
  readonly brief: Brief
  readonly fields: readonly FullField[]
  readonly holdings: readonly Holding[]
  readonly flavour: Flavour
}
