import { qualified } from './ccl.ts'
import { deadlinesFor } from './koha.ts'
import { attributesBefore, encodingNamed, syntaxNamed, yesOrNo } from './names.ts'
import { readSettings, type TargetSettings } from './pazpar2-settings.ts'
import type { Draft, Drafted } from './types.ts'

/** Settings that say nothing of a target itself. */
const immaterial: ReadonlySet<string> = new Set([
  ...['pz:id', 'pz:name', 'pz:url', 'pz:sru', 'pz:allow', 'pz:apdulog', 'pz:xslt', 'pz:reuse_connections'],
  ...['pz:termlist_term_factor', 'pz:termlist_term_count', 'pz:termlist_term_sort', 'pz:memcached', 'pz:redis'],
])

/** Targets of pazpar2's settings. @throws Problem target-list-unreadable */
export function readPazpar2(bytes: Uint8Array): Drafted {
  const { targets, remarks } = readSettings(bytes)
  return { drafts: targets.map(draftOf), remarks }
}

/** A target, and what of its settings was asked for. */
class Settings {
  readonly remarks: string[] = []
  readonly #values: ReadonlyMap<string, string>
  readonly #asked = new Set<string>(immaterial)

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  /** The value of `pz:NAME`, empty where there is none. */
  of(name: string): string {
    this.#asked.add(`pz:${name}`)
    return this.#values.get(`pz:${name}`)?.trim() ?? ''
  }

  /** Those of `pz:NAME:…`. */
  under(name: string): readonly (readonly [string, string])[] {
    const prefix = `pz:${name}:`
    return [...this.#values].flatMap(([key, value]) => {
      if (!key.startsWith(prefix)) return []
      this.#asked.add(key)
      return [[key.slice(prefix.length), value] as const]
    })
  }

  /** Those nobody asked for. */
  left(): readonly string[] {
    return [...this.#values].flatMap(([name, value]) => (this.#asked.has(name) || value.trim() === '' ? [] : [name]))
  }
}

function draftOf({ target, line, values }: TargetSettings): Draft {
  const settings = new Settings(values)
  const said = saidOf(target, settings)
  const left = typeof said === 'string' ? [] : settings.left()
  if (left.length > 0) settings.remarks.push(`not carried over: ${left.toSorted().join(', ')}`)
  return { line, label: settings.of('name') || target, remarks: settings.remarks, said }
}

function saidOf(target: string, settings: Settings): Draft['said'] {
  const sru = settings.of('sru').toLowerCase()
  if (sru && sru !== 'get' && sru !== 'post') return `it is asked over ${sru.toUpperCase()}, which is not spoken here`
  const address = settings.of('url') || target
  const place = sru || /^https?:/i.test(address) ? sruOf(address, sru, settings) : z3950Of(address, settings)
  if (typeof place === 'string') return place
  return { ...place, ...limitsOf(settings), ...flavourOf(settings), origin: 'settings of pazpar2' }
}

function z3950Of(address: string, settings: Settings): Draft['said'] {
  const [, secure, host = '', port, database] =
    /^(?:(ssl:)|tcp:)?(\[[0-9A-Fa-f:.]+\]|[^:/\s]+)(?::(\d{1,5}))?(?:\/(\S+))?$/.exec(address) ?? []
  if (!host) return `"${address}" is no address of a server`
  const asked = settings.of('requestsyntax')
  const syntax = asked ? syntaxNamed(asked) : undefined
  if (asked && !syntax) settings.remarks.push(`no MARC records come in the syntax ${asked}: USMARC is asked for`)
  const piggyback = settings.of('piggyback')
  const queryEncoding = settings.of('queryencoding')
  const terms = encodingNamed(queryEncoding)
  const known = terms === 'utf-8' || terms === 'iso-8859-1' || terms === 'marc-8'
  if (queryEncoding && !known) settings.remarks.push(`queries are not written in ${queryEncoding}: they are in UTF-8`)
  const elements = settings.of('elements')
  return {
    host: host.replace(/^\[|\]$/g, ''),
    ...(secure && { tls: true }),
    ...(port && { port: Number(port) }),
    ...(database && { databases: database.split('+') }),
    ...authenticationOf(settings.of('authentication')),
    ...(syntax && syntax !== 'usmarc' && { syntax }),
    ...(elements && elements !== 'F' && { elementSet: elements }),
    ...encodingOf(settings),
    ...(known && terms !== 'utf-8' && { queryEncoding: terms }),
    ...(piggyback && yesOrNo(piggyback) === false && { piggyback: false }),
    ...attributesOf(settings),
  }
}

function sruOf(address: string, method: string, settings: Settings): Draft['said'] {
  const url = /^https?:/i.test(address) ? address : `http://${address}`
  // They come as XML, which says how it is written.
  for (const name of ['nativesyntax', 'requestsyntax', 'queryencoding', 'piggyback']) settings.of(name)
  const indexes: { [field: string]: string } = {}
  for (const [name, spec] of settings.under('cclmap')) {
    const map = qualified(name, spec)
    if (map?.index) indexes[map.field] = map.index
    else if (!map) settings.remarks.push(`there is no field here for pz:cclmap:${name} (${spec})`)
  }
  const { authentication } = authenticationOf(settings.of('authentication'))
  const [user, password] =
    authentication?.type === 'open' ? halves(authentication.value) : [authentication?.user, authentication?.password]
  return {
    protocol: 'sru',
    url,
    ...(method === 'post' && { method }),
    ...(settings.of('sru_version') && { version: settings.of('sru_version') }),
    ...(settings.of('elements') && { schema: settings.of('elements') }),
    ...(user && { credentials: { user, password: password ?? '' } }),
    ...(Object.keys(indexes).length > 0 && { indexes }),
  }
}

/** User and password: only the first slash is between them. */
function halves(text: string): readonly [user: string, password: string | undefined] {
  const at = text.indexOf('/')
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

interface Login {
  readonly type: 'open' | 'idPass'
  readonly value: string
  readonly user?: string
  readonly password?: string
  readonly group?: string
}

/** A slash means an open text; blanks part user, group and password. */
function authenticationOf(text: string): { readonly authentication?: Login } {
  if (text === '') return {}
  if (text.includes('/')) return { authentication: { type: 'open', value: text } }
  const [user = '', second, third] = text.split(/\s+/)
  if (second === undefined) return { authentication: { type: 'open', value: text } }
  const login = third === undefined ? { user, password: second } : { user, group: second, password: third }
  return { authentication: { type: 'idPass', ...login } as Login }
}

/** How the bytes of records are to be read: `iso2709;marc8`, in MARC-8 where no encoding is said. */
function encodingOf(settings: Settings) {
  const [form = '', encoding = ''] = settings.of('nativesyntax').toLowerCase().split(';')
  if (form === '' || form === 'auto' || form === 'xml' || form === 'txml') return {}
  const known = encodingNamed(encoding)
  if (encoding && !known)
    settings.remarks.push(`records in ${encoding} cannot be read as such: the encoding is decided by content`)
  return known ? { recordEncoding: known } : {}
}

function attributesOf(settings: Settings) {
  const attributes: { [field: string]: string } = {}
  for (const [name, spec] of settings.under('cclmap')) {
    const map = qualified(name, spec)
    if (map?.attributes) attributes[map.field] = map.attributes
    else settings.remarks.push(`pz:cclmap:${name} (${spec}) has no counterpart here`)
  }
  const before = settings.of('pqf_prefix')
  const extraAttributes = before ? attributesBefore(before) : undefined
  if (before && !extraAttributes)
    settings.remarks.push(`"${before}" is not sent before its queries: only attributes can be`)
  return {
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(extraAttributes && { extraAttributes }),
  }
}

/** How much is asked for, and how patiently. None for a chunk of 0, which is all at once. */
function limitsOf(settings: Settings) {
  const [chunk, most, seconds, connections] = ['present_chunk', 'maxrecs', 'timeout', 'max_connections'].map((name) =>
    Number(settings.of(name) || '0'),
  ) as [number, number, number, number]
  const mostRecords = most >= 1 ? Math.min(most, 10_000) : undefined
  return {
    ...(chunk >= 1 && { presentChunk: Math.min(chunk, 100) }),
    ...(mostRecords && { mostRecords, ...(mostRecords < 50 && { firstRecords: mostRecords }) }),
    ...(seconds > 0 && { deadlines: deadlinesFor(Math.min(seconds * 1000, 600_000)) }),
    ...(connections >= 1 && { pool: { associations: Math.min(connections, 16) } }),
    ...(yesOrNo(settings.of('preferred')) && { preselected: true }),
  }
}

/** What the tags mean, where a style sheet for them is named. */
function flavourOf(settings: Settings) {
  const sheet = settings.of('xslt').toLowerCase()
  if (/unimarc/.test(sheet)) return { flavour: 'unimarc' }
  if (sheet && !/marc|^auto$/.test(sheet)) settings.remarks.push('its records are not changed by style sheets')
  return {}
}
