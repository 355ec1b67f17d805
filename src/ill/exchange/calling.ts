import type { Log } from '../../kit/index.ts'
import { followTlsFiles, type TlsTexts } from '../../kit/tls/index.ts'
import type { CallingSettings } from './settings.ts'

/** What is set for calls to a library: the first entry that names it, else the first that names none. */
export function callingOf<T extends Pick<CallingSettings, 'libraries'>>(
  calling: readonly T[],
  symbol: string,
): T | undefined {
  const names = ({ libraries }: T) => libraries?.some((one) => one.toLowerCase() === symbol.toLowerCase())
  return calling.find(names) ?? calling.find(({ libraries }) => libraries === undefined)
}

/**
 * What libraries are shown that we call over https, and who vouches for them, read anew when it has changed.
 * @throws Problem tls-file-unfit for files that cannot be used now
 */
export function followCalling(
  calling: readonly CallingSettings[],
  log: Log,
): (library: { readonly symbol: string }) => TlsTexts | undefined {
  const entries = calling.map(({ libraries, ...files }) => ({ libraries, texts: followTlsFiles(files, log) }))
  return ({ symbol }) => callingOf(entries, symbol)?.texts()
}
