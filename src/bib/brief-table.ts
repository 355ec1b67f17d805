import type { Source } from './display.ts'

/** Where the elements of the brief display stand. Of a list of sources, the first that gives a text is taken. */
export interface BriefTable {
  readonly title: readonly Source[]
  readonly part: Source
  readonly author: readonly Source[]
  readonly edition: readonly Source[]
  readonly imprint: readonly Source[]
  readonly date: Source
  readonly language: Source
  readonly isbn: Source
  readonly issn: Source
  readonly lccn: Source
  readonly oclc: Source
}
