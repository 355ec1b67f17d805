import { encode, type HoldingsAndCircData, type HoldingsRecord, OPACRecord } from '../../standards/z3950/index.ts'

/** A record with its copies: record syntax 1.2.840.10003.5.102. */
export function opacRecord(syntax: string, octets: Uint8Array, holdings: readonly HoldingsAndCircData[]): Uint8Array {
  return encode(OPACRecord, {
    bibliographicRecord: { directReference: syntax, encoding: { type: 'octetAligned', value: octets } },
    holdingsData: holdings.map((value): HoldingsRecord => ({ type: 'holdingsAndCirc', value })),
  })
}
