import type { SruVersion } from './versions.ts'

/** What a search asks of a server. */
export interface SruAsking {
  /** CQL. */
  readonly query: string
  /** From 1. */
  readonly startRecord: number
  readonly maximumRecords: number
  /** Name or identifier; the server's own choice without it. */
  readonly recordSchema?: string | undefined
  /** Of version 1.1; later versions sort by the query. */
  readonly sortKeys?: string | undefined
}

export interface SruScanning {
  /** An index and a term, in CQL. */
  readonly clause: string
  readonly maximumTerms: number
  /** Where among the terms the one asked for shall stand: 1 is the first. */
  readonly responsePosition: number
}

/** The parameters of a searchRetrieve request. SRU 1.1 and 1.2, OASIS searchRetrieve 1.0 part 3. */
export const searchParameters = (version: SruVersion, asked: SruAsking): URLSearchParams =>
  parameters(version, 'searchRetrieve', {
    query: asked.query,
    startRecord: asked.startRecord,
    maximumRecords: asked.maximumRecords,
    // In 1.1 it is the server's to choose where nothing is said: some choose text.
    [version.packing]: 'xml',
    recordSchema: asked.recordSchema,
    sortKeys: asked.sortKeys,
  })

/** The parameters of a scan request. SRU 1.1 and 1.2, OASIS searchRetrieve 1.0 part 6. */
export const scanParameters = (version: SruVersion, asked: SruScanning): URLSearchParams =>
  parameters(version, 'scan', {
    scanClause: asked.clause,
    responsePosition: asked.responsePosition,
    maximumTerms: asked.maximumTerms,
  })

/** The parameters of an explain request. */
export const explainParameters = (version: SruVersion): URLSearchParams =>
  parameters(version, 'explain', { [version.packing]: 'xml' })

/** Version 2.0 has no such parameters, but servers of several versions know by them which is meant, and others ignore them. */
function parameters(
  version: SruVersion,
  operation: string,
  asked: Readonly<Record<string, string | number | undefined>>,
): URLSearchParams {
  const made = new URLSearchParams({ version: version.name, operation })
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) made.set(name, String(value))
  return made
}
