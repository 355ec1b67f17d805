import { Problem } from '../../problems.ts'
import { type CqlSort, indexNamed, usualPrefixes } from '../query/index.ts'
import { refuseSru } from './diagnostics.ts'

const mostKeys = 8

/**
 * Reads the parameter sortKeys of SRU 1.1: keys parted by blanks, each `path,schema,ascending,caseSensitive,missingValue`.
 * A path is taken for the name of an index. @throws Problem sru-diagnostic
 */
export function sortKeysOf(text: string): CqlSort[] {
  const keys = text.trim().split(/\s+/)
  if (keys.length > mostKeys) refuseSru(84, mostKeys)
  return keys.map((key) => {
    const [path = '', , ascending = '', caseSensitive = '', missing = ''] = key.split(',')
    if (caseSensitive === '1') refuseSru(91, caseSensitive)
    if (!['', '0', '1', 'true', 'false'].includes(ascending)) refuseSru(90, ascending)
    if (!['', 'abort', 'highValue'].includes(missing)) refuseSru(92, missing)
    return {
      use: useOf(path),
      descending: ascending === '0' || ascending === 'false',
      missing: missing === 'abort' ? 'abort' : 'last',
    }
  })
}

function useOf(path: string): number {
  try {
    return indexNamed(path, usualPrefixes).use
  } catch (cause) {
    if (cause instanceof Problem && cause.code === 'query-unsupported') return refuseSru(88, path)
    throw cause
  }
}
