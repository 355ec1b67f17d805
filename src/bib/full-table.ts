import type { Source } from './display.ts'

/** How the values of a labelled field are made; see `values.ts`. */
export type Kind =
  | 'text'
  /** A person or body with what they did. */
  | 'agent'
  /** Another title or work: search for it. */
  | 'work'
  | 'series'
  | 'subject'
  | 'language'
  /** One value for each part of a contents note. */
  | 'contents'
  /** A record this one is part of, continues, …: words that say how, then the title. */
  | 'entry'
  | 'link'
  | 'isbn'
  | 'issn'
  | 'lccn'
  | 'number'
  | 'oclc'

/** One labelled field of the full display: everything its sources give, in their order. */
export interface Row {
  readonly key: string
  readonly label: string
  readonly kind: Kind
  readonly sources: readonly Source[]
}
