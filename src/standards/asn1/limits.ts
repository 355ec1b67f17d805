/** What a stranger's bytes may ask of us. Each limit is a `Problem` of its own when passed. */
export interface Limits {
  /** Elements around one another, the outermost and a primitive innermost included. */
  readonly depth: number
  /** Octets of one PDU, headers included. */
  readonly size: number
  /** Elements of one PDU. */
  readonly nodes: number
  /** Identifier octets of one element. At most 4. */
  readonly tagOctets: number
  /** Length octets after the first. At most 4. */
  readonly lengthOctets: number
}

export const defaultLimits: Limits = {
  depth: 64,
  size: 16 * 1024 * 1024,
  nodes: 100_000,
  tagOctets: 4,
  lengthOctets: 4,
}
