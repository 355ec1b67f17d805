import { LRUCache } from 'lru-cache'
import { type Brief, brief } from '../bib/index.ts'
import { type Decoded, type Flavour, readMarcxml, readRecord } from '../standards/marc/index.ts'
import { recordSyntax } from '../standards/z3950/index.ts'
import type { RemoteRecord } from '../zoom/index.ts'
import { ownersLink } from './link.ts'
import type { Target } from './settings.ts'
import type { CacheMetrics } from './types.ts'

/** A record of a target, read: what merging and lists need of it. */
export interface BriefRecord {
  readonly position: number
  readonly brief: Brief
  readonly lossy: boolean
  readonly link?: string
}

/** What came at a position that is no record we can read. */
export interface Unreadable {
  readonly position: number
  readonly unreadable: string
}

/** A record read whole. */
export interface WholeRecord {
  readonly decoded: Decoded
  readonly flavour: Flavour
  /** Holdings that came beside the bibliographic record, in OPAC syntax. */
  readonly holdings: Extract<RemoteRecord, { type: 'opac' }>['holdings']
}

/** Record syntaxes by what reads them. */
const unimarcSyntaxes: ReadonlySet<string> = new Set([recordSyntax.unimarc, recordSyntax.rusmarc])
const xmlSyntaxes: ReadonlySet<string> = new Set([recordSyntax.xml, recordSyntax['application-xml']])
/** Every MARC has a number below 100 of its own. */
const isMarc = (syntax: string) => /^1\.2\.840\.10003\.5\.[1-9][0-9]?$/.test(syntax)

/** Reads a record as its target sent it. @throws Problem marc-unreadable */
export async function readRemote(record: RemoteRecord, target: Target): Promise<WholeRecord | Unreadable> {
  const { position } = record
  switch (record.type) {
    case 'diagnostic': {
      const { code, text, addinfo } = record.diagnostic
      return { position, unreadable: `${code} ${text}${addinfo ? `: ${addinfo}` : ''}` }
    }
    case 'opac':
      if (!record.bibliographic) return { position, unreadable: 'holdings without a bibliographic record' }
      return readBytes(position, record.bibliographic, target, record.holdings)
    case 'bytes':
      return readBytes(position, record, target, [])
    default:
      return { position, unreadable: `a record in a syntax that is no MARC (${record.syntax})` }
  }
}

async function readBytes(
  position: number,
  { syntax, bytes }: { readonly syntax: string; readonly bytes: Uint8Array },
  target: Target,
  holdings: WholeRecord['holdings'],
): Promise<WholeRecord | Unreadable> {
  const flavour = unimarcSyntaxes.has(syntax) ? 'unimarc' : target.flavour
  const options = { encoding: target.recordEncoding, flavour }
  if (isMarc(syntax)) return { decoded: readRecord(bytes, options), flavour, holdings }
  if (!xmlSyntaxes.has(syntax)) return { position, unreadable: `a record in a syntax that is no MARC (${syntax})` }
  for await (const outcome of readMarcxml([bytes], options)) {
    if ('rejected' in outcome) break
    return { decoded: outcome, flavour, holdings }
  }
  return { position, unreadable: 'XML that holds no MARC record' }
}

/** The brief record at a position, or why there is none. Never throws: one bad record must not sink the page. */
export async function readBrief(record: RemoteRecord, target: Target): Promise<BriefRecord | Unreadable> {
  try {
    const whole = await readRemote(record, target)
    if ('unreadable' in whole) return whole
    const { decoded, flavour } = whole
    const link = ownersLink(target.link, decoded.record)
    return {
      position: record.position,
      brief: brief(decoded.record, flavour),
      lossy: decoded.lossy,
      ...(link && { link }),
    }
  } catch (error) {
    return { position: record.position, unreadable: (error as Error).message }
  }
}

const mostBriefs = 50_000
const briefsFor = 15 * 60_000
const mostFullBytes = 128 * 1024 * 1024
const fullsFor = 24 * 60 * 60_000

/** One bounded cache that counts. */
export interface Cache<T extends object> {
  get(key: string): T | undefined
  has(key: string): boolean
  set(key: string, value: T): void
  metrics(): CacheMetrics
  clear(): void
}

function counted<T extends object>(cache: LRUCache<string, T>): Cache<T> {
  const counts = { hits: 0, misses: 0 }
  return {
    get(key) {
      const found = cache.get(key)
      found ? counts.hits++ : counts.misses++
      return found
    },
    has: (key) => cache.has(key),
    set: (key, value) => void cache.set(key, value),
    metrics: () => ({ ...counts, size: cache.size }),
    clear: () => cache.clear(),
  }
}

/** Brief displays, read; by target, query, position, syntax and element set. */
export const createBriefCache = (): Cache<BriefRecord | Unreadable> =>
  counted(new LRUCache({ max: mostBriefs, ttl: briefsFor }))

/** Records as they came, for full displays and downloads; by the same key, bounded in bytes. */
export const createFullCache = (): Cache<RemoteRecord> =>
  counted(new LRUCache({ maxSize: mostFullBytes, ttl: fullsFor, sizeCalculation: sizeOf }))

const overhead = 256
function sizeOf(record: RemoteRecord): number {
  if (record.type === 'bytes') return record.bytes.length + overhead
  if (record.type === 'opac') return (record.bibliographic?.bytes.length ?? 0) + overhead * (1 + record.holdings.length)
  return record.type === 'text' ? record.text.length + overhead : overhead
}
