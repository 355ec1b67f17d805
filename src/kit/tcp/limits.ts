/** What strangers may ask of a server over TCP. Times are milliseconds. */
export interface ConnectionLimits {
  /** Associations at once, in all and from one address. One more is told so and closed. */
  readonly connections: number
  readonly connectionsPerAddress: number
  /** From connecting to a whole first request. */
  readonly firstDeadline: number
  /** From the first octet of a request to its last. */
  readonly requestDeadline: number
  /** Until the client has taken enough of an answer for the next one to be written. */
  readonly writeDeadline: number
  /** Without a request. */
  readonly idle: number
  /** Until a client that was told goodbye has gone, too. */
  readonly linger: number
}
