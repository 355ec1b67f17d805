import type { FieldName } from '../../standards/query/index.ts'
import { attributesBefore, encodingNamed, syntaxNamed, yesOrNo } from './names.ts'
import type { Draft } from './types.ts'

/** Columns of Koha's table `z3950servers` that say something of a target; others there were once are left out. */
export const kohaColumns = [
  ...(['host', 'port', 'db', 'userid', 'password', 'servername', 'checked', 'rank', 'syntax'] as const),
  ...(['timeout', 'servertype', 'encoding', 'recordtype', 'sru_options', 'sru_fields'] as const),
  ...(['add_xslt', 'attributes'] as const),
] as const
export type KohaColumn = (typeof kohaColumns)[number]

/** A row of the table; what is NULL, or not there, is the empty text. */
export type KohaRow = { readonly [C in KohaColumn]?: string }

/** The fields of Koha's search form, by what we call them. */
const kohaFields: Readonly<Record<string, FieldName>> = {
  ...{ srchany: 'any', title: 'title', author: 'author', subject: 'subject', isbn: 'isbn', issn: 'issn' },
  ...{ controlnumber: 'controlNumber', publicationyear: 'year', dewey: 'dewey', lccn: 'lccn' },
}

/** What is gathered of one row. */
interface Gathering {
  readonly of: (column: KohaColumn) => string
  readonly remark: (text: string) => void
}

/** A row of Koha's table as a target of ours. Koha shows these to staff alone, and so do we. */
export function kohaDraft(row: KohaRow, line: number): Draft {
  const remarks: string[] = []
  const of = (column: KohaColumn) => (row[column] ?? '').trim()
  const gathering: Gathering = { of, remark: (text) => void remarks.push(text) }
  const label = of('servername') || of('host')
  return { line, label, remarks, said: saidOf(gathering) }
}

function saidOf(gathering: Gathering): Draft['said'] {
  const { of, remark } = gathering
  if (/^auth/i.test(of('recordtype'))) return 'it holds authority records, which are not searched here'
  const type = of('servertype').toLowerCase() || 'zed'
  if (!['zed', 'z39.50', 'z3950', 'sru'].includes(type)) return `its type "${type}" is neither zed nor sru`
  if (of('host') === '') return 'it has no host'
  if (of('add_xslt')) remark(`its records are not changed by style sheets (${of('add_xslt')})`)
  const checked = yesOrNo(of('checked'))
  if (checked === undefined) remark(`"${of('checked')}" does not say whether it is ticked: it is not`)
  return {
    ...(type === 'sru' ? sruOf(gathering) : z3950Of(gathering)),
    ...deadlinesOf(gathering),
    ...(checked && { preselected: true }),
    ...(/^-?\d+$/.test(of('rank')) && Number(of('rank')) !== 0 && { order: Number(of('rank')) }),
    audience: ['enquiry'],
    origin: 'Koha’s list of servers',
  }
}

/** What records come in, and how they are written. */
function recordsOf({ of, remark }: Gathering) {
  const [syntax, encoding] = [syntaxNamed(of('syntax')), encodingNamed(of('encoding'))]
  if (of('syntax') && !syntax) remark(`no MARC records come in the syntax ${of('syntax')}: USMARC is asked for`)
  if (of('encoding') && !encoding)
    remark(`records in ${of('encoding')} cannot be read as such: the encoding is decided by content`)
  return { syntax, encoding }
}

function z3950Of(gathering: Gathering) {
  const { of, remark } = gathering
  const { syntax, encoding } = recordsOf(gathering)
  const [user, password] = [of('userid'), of('password')]
  const before = of('attributes')
  const extraAttributes = before ? attributesBefore(before) : undefined
  if (before && !extraAttributes) remark(`"${before}" is not sent before its queries: only attributes can be`)
  for (const column of ['sru_options', 'sru_fields'] as const) if (of(column)) remark(`${column} is of SRU alone`)
  return {
    host: of('host'),
    ...(of('port') && { port: numberOf(of('port')) }),
    ...(of('db') && { databases: of('db').split('+') }),
    ...(syntax && syntax !== 'usmarc' && { syntax }),
    ...(encoding && { recordEncoding: encoding }),
    ...(password
      ? { authentication: { type: 'idPass', ...(user && { user }), password } }
      : user && { authentication: { type: 'open', value: user } }),
    ...(extraAttributes && { extraAttributes }),
  }
}

/** Koha puts the address together of scheme, host, port and database; where no scheme is said, it takes http. */
function sruOf(gathering: Gathering) {
  const { of, remark } = gathering
  const secure = of('port') === '443' && !/^http:/i.test(of('host'))
  const origin = /^https?:\/\//i.test(of('host')) ? of('host') : `${secure ? 'https' : 'http'}://${of('host')}`
  const address = `${origin.replace(/\/+$/, '')}${of('port') && `:${of('port')}`}/${of('db').replace(/^\/+/, '')}`
  if (of('userid') || of('password')) remark('Koha shows no user and password over SRU: they are left out')
  if (of('attributes')) remark(`"${of('attributes')}" is of Z39.50 alone`)
  return {
    protocol: 'sru',
    url: URL.canParse(address) ? new URL(address).href : address,
    ...optionsOf(gathering),
    ...indexesOf(gathering),
    ...(/unimarc/i.test(of('syntax')) && { flavour: 'unimarc' }),
  }
}

/** `sru=get,sru_version=1.2,schema=marcxml` */
function optionsOf({ of, remark }: Gathering) {
  const settings: { -readonly [K in 'method' | 'version' | 'schema']?: string } = {}
  for (const [name, value] of pairs(of('sru_options')))
    if (name === 'sru' && ['get', 'post'].includes(value.toLowerCase())) settings.method = value.toLowerCase()
    else if (name === 'sru_version' || name === 'version') settings.version = value
    else if (name === 'schema' || name === 'recordSchema') settings.schema = value
    else remark(`the option ${name}=${value} is not known`)
  return settings
}

/** `title=dc.title,srchany=cql.anywhere` */
function indexesOf({ of, remark }: Gathering) {
  const indexes: { [F in FieldName]?: string } = {}
  for (const [name, value] of pairs(of('sru_fields'))) {
    const field = Object.hasOwn(kohaFields, name) ? kohaFields[name] : undefined
    if (value === '') continue
    if (!field) remark(`there is no field here for ${name} (${value})`)
    else if (/^[\w.-]{1,100}$/.test(value)) indexes[field] = value
    else remark(`"${value}" is no name of an index for ${name}`)
  }
  return Object.keys(indexes).length > 0 ? { indexes } : {}
}

const pairs = (text: string): readonly (readonly [string, string])[] =>
  text
    .split(',')
    .filter((part) => part.includes('='))
    .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()] as const)

/** Its seconds for an answer, 0 for what is usual. */
function deadlinesOf({ of }: Gathering) {
  const ms = Math.min(Math.round(Number(of('timeout')) * 1000), 600_000)
  return ms > 0 ? { deadlines: deadlinesFor(ms) } : {}
}

/** The time for an answer, milliseconds, with enough for the whole of a search. */
export const deadlinesFor = (ms: number) => ({ search: ms, present: ms, total: Math.max(ms, 15_000) })

/** A number; else the text as it is, which the entry refuses in words. */
export const numberOf = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text)
