import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Context } from 'mocha'

/** The programs tests talk to, and the Debian package each comes from. */
const packages = {
  'yaz-client': 'yaz',
  'yaz-ztest': 'yaz',
  'yaz-marcdump': 'yaz',
  'yaz-iconv': 'yaz',
  zoomsh: 'yaz',
  zebrasrv: 'idzebra-2.0',
  zebraidx: 'idzebra-2.0',
  'yaz-illclient': 'yaz-illclient',
  chromium: 'chromium',
  dovecot: 'dovecot-imapd',
  openssl: 'openssl',
} as const
export type Peer = keyof typeof packages

/** The full path of a peer program, or undefined where it is not installed. */
export function findPeer(peer: Peer): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, peer))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/**
 * Skips the calling test or suite where a peer is missing; with REQUIRE_PEERS=1 a missing peer is a failure.
 * Returns the programs' paths in the order asked for.
 */
export function needs(test: Context, ...peers: Peer[]): string[] {
  return peers.map((peer) => {
    const path = findPeer(peer)
    if (path) return path
    const why = `needs ${peer} (Debian package ${packages[peer]})`
    if (process.env['REQUIRE_PEERS'] === '1') throw new Error(why)
    if (test.test) test.test.title += ` [skipped: ${why}]`
    return test.skip()
  })
}
