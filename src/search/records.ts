import { LRUCache } from 'lru-cache'
import { type Brief, brief, holdingsOf, marcOfDublinCore } from '../bib/index.ts'
import { type Decoded, type Flavour, readMarcxml, readRecord } from '../standards/marc/index.ts'
import { oidName, recordSyntax } from '../standards/z3950/index.ts'
import type { RemoteRecord, TargetDiagnostic } from '../zoom/index.ts'
import { ownersLink } from './link.ts'
import type { Target } from './settings.ts'
import type { CacheMetrics } from './types.ts'
import { diagnosticWords } from './words.ts'

/** A record of a target, read: what merging and lists need of it. */
export interface BriefRecord {
  readonly position: number
  readonly brief: Brief
  readonly lossy: boolean
  readonly link?: string
  /** Its library says that a copy is on the shelf. */
  readonly available?: true
}

/** What came at a position that is no record we can read. */
export interface Unreadable {
  readonly position: number
  readonly unreadable: string
  /** What the target sent in its place. */
  readonly diagnostic?: TargetDiagnostic
}

/** A record read whole. */
export interface WholeRecord {
  readonly decoded: Decoded
  readonly flavour: Flavour
  /** The record syntax it came in, by its short name or its OID. */
  readonly syntax: string
  /** Holdings that came beside the bibliographic record, in OPAC syntax. */
  readonly holdings: Extract<RemoteRecord, { type: 'opac' }>['holdings']
}

/** Syntaxes whose tags mean what UNIMARC's do. */
const unimarcSyntaxes: ReadonlySet<string> = new Set([recordSyntax.unimarc, recordSyntax.rusmarc])
const xmlSyntaxes: ReadonlySet<string> = new Set([recordSyntax.xml, recordSyntax['application-xml']])
/** Every MARC has a number below 100 of its own. */
const isMarc = (syntax: string) => /^1\.2\.840\.10003\.5\.[1-9][0-9]?$/.test(syntax)

/** Reads a record as its target sent it. @throws Problem marc-unreadable */
export async function readRemote(record: RemoteRecord, target: Target): Promise<WholeRecord | Unreadable> {
  const { position } = record
  switch (record.type) {
    case 'diagnostic': {
      const { diagnostic } = record
      return { position, unreadable: diagnosticWords(diagnostic), diagnostic }
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
  // What came decides, unless the administrator knows better: some targets name the wrong syntax.
  const flavour = target.flavour ?? (unimarcSyntaxes.has(syntax) ? 'unimarc' : 'marc21')
  const options = { encoding: target.recordEncoding, flavour }
  const named = oidName(syntax) ?? syntax
  if (isMarc(syntax)) return { decoded: readRecord(bytes, options), flavour, syntax: named, holdings }
  if (!xmlSyntaxes.has(syntax)) return { position, unreadable: `a record in a syntax that is no MARC (${syntax})` }
  for await (const outcome of readMarcxml([bytes], options)) {
    if ('rejected' in outcome) break
    return { decoded: outcome, flavour, syntax: named, holdings }
  }
  const record = marcOfDublinCore(bytes)
  if (!record) return { position, unreadable: 'XML that holds neither a MARC record nor Dublin Core with a title' }
  const decoded = { record, encoding: 'utf-8', lossy: false, lossyFields: [], diagnostics: [] } as const
  return {
    decoded: { ...decoded, ordinal: 1, offset: 0, raw: bytes },
    flavour: 'marc21',
    syntax: 'dublin-core',
    holdings,
  }
}

/** The brief record at a position, or why there is none. Never throws: one bad record must not sink the page. */
export async function readBrief(record: RemoteRecord, target: Target): Promise<BriefRecord | Unreadable> {
  try {
    const whole = await readRemote(record, target)
    if ('unreadable' in whole) return whole
    const { decoded, flavour, holdings } = whole
    const available = holdingsOf(holdings).some((holding) => holding.available)
    const link = ownersLink(target.link, decoded.record)
    return {
      position: record.position,
      brief: brief(decoded.record, flavour),
      lossy: decoded.lossy,
      ...(link && { link }),
      ...(available && { available }),
    }
  } catch (error) {
    return { position: record.position, unreadable: (error as Error).message }
  }
}

const mostBriefs = 20_000
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

/** Brief displays, read; by result set (that is target, query, syntax and element set) and position. */
export const createBriefCache = (): Cache<BriefRecord | Unreadable> =>
  counted(new LRUCache({ max: mostBriefs, ttl: briefsFor }))

/** A record as it came, and when it did. */
export interface Received {
  readonly remote: RemoteRecord
  readonly fetchedAt: Date
}

/** Records as they came, for full displays and downloads; by the same key, bounded in bytes. */
export const createFullCache = (): Cache<Received> =>
  counted(new LRUCache({ maxSize: mostFullBytes, ttl: fullsFor, sizeCalculation: ({ remote }) => sizeOf(remote) }))

/** A record that holds on to nothing but itself: as it came, its bytes are a part of a whole PDU. */
export function detached(record: RemoteRecord): RemoteRecord {
  if (record.type === 'bytes') return { ...record, bytes: new Uint8Array(record.bytes) }
  if (record.type !== 'opac' || !record.bibliographic) return record
  const { syntax, bytes } = record.bibliographic
  return { ...record, bibliographic: { syntax, bytes: new Uint8Array(bytes) } }
}

const overhead = 256
function sizeOf(record: RemoteRecord): number {
  switch (record.type) {
    case 'bytes':
      return record.bytes.length + overhead
    case 'text':
      return record.text.length + overhead
    case 'diagnostic':
      return (record.diagnostic.addinfo?.length ?? 0) + overhead
    case 'opac':
      return (record.bibliographic?.bytes.length ?? 0) + JSON.stringify(record.holdings).length + overhead
    case 'structured':
      return JSON.stringify(record.value).length + overhead
  }
}
