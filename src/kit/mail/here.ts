import { isIPv4 } from 'node:net'

/** Whether a host is this machine: nobody listens in between. */
export const isHere = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
