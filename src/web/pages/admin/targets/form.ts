import { z } from 'zod'
import { Entry, fullyWritten, type TargetEntry } from '../../../../search/index.ts'
import type { Complaints } from '../../../complaints.ts'
import { type Exchange, formFields } from '../../../route.ts'
import { allSettings, noAttributes, type Protocol, type Setting } from './settings.ts'

/** What stands in the form of a target, right or wrong: of boxes those that are ticked, else one text a setting. */
export type Texts = Readonly<Record<string, readonly string[]>>

/** What a new target begins with. */
export function newTexts(protocol: Protocol): Texts {
  const needed = { id: 'new', label: 'New' }
  const usual =
    protocol === 'sru'
      ? { ...needed, protocol, url: 'https://sru.example.org/' }
      : { ...needed, protocol, host: 'z.example.org' }
  return { ...textsOf(Entry.parse(usual)), id: [''], label: [''], url: [''], host: [''], enabled: [] }
}

/** An entry as its form shows it. Its secret is not in it. */
export function textsOf(entry: TargetEntry): Texts {
  const written: unknown = fullyWritten(entry)
  return Object.fromEntries(
    allSettings(entry.protocol).map((setting) => [setting.name, textOf(setting, written, entry)]),
  )
}

function textOf({ name, kind }: Setting, written: unknown, { tls, protocol }: TargetEntry): readonly string[] {
  const value = at(written, name)
  if (kind === 'secret') return ['']
  if (name === 'tls') {
    const checked = protocol === 'sru' ? 'off' : 'on'
    return [!tls ? 'off' : tls === true || tls.rejectUnauthorized ? checked : 'unchecked']
  }
  if (kind === 'check') return value === true ? ['yes'] : []
  if (kind === 'several') return value as string[]
  if (kind === 'lines') return [(value as string[]).join('\n')]
  if (name.startsWith('attributes.') && value === '') return [noAttributes]
  return [value === undefined || value === null ? '' : String(value)]
}

/** What stands in something at a name with dots. */
const at = (whole: unknown, name: string): unknown =>
  name
    .split('.')
    .reduce<unknown>(
      (part, key) =>
        typeof part === 'object' && part !== null && Object.hasOwn(part, key)
          ? (part as Record<string, unknown>)[key]
          : undefined,
      whole,
    )

export interface Judged {
  readonly texts: Texts
  /** The version that was looked at. */
  readonly version: number
  /** The secret there is is to be forgotten. */
  readonly forget: boolean
  /** None where something is wrong. */
  readonly entry?: TargetEntry | undefined
  readonly complaints: Complaints
}

/** What a form says, judged. @param id of the target that is changed; a new one says its own */
export function judge({ req }: Exchange, protocol: Protocol, id?: string): Judged {
  const settings = allSettings(protocol)
  const Sent = z.object({
    ...Object.fromEntries(settings.map(({ name, kind }) => [name, kind === 'several' ? z.array(z.string()) : z.any()])),
    ...{ version: z.any(), forget: z.any() },
  })
  const sent = formFields(req, Sent)
  const texts: Texts = Object.fromEntries(
    settings.map(({ name, kind }): [string, readonly string[]] => {
      const value = sent[name]
      const values = typeof value === 'string' ? [value] : (value ?? (kind === 'check' ? [] : ['']))
      return [name, name === 'id' && id !== undefined ? [id] : values]
    }),
  )
  const parsed = Entry.safeParse(written(texts, settings, protocol))
  const complaints: Record<string, string> = {}
  for (const issue of parsed.error?.issues ?? []) complaints[settingOf(issue.path, settings)] ??= plainly(issue)
  const version = Number(sent['version'])
  return {
    texts: { ...texts, secret: [''] },
    version: Number.isSafeInteger(version) ? version : 0,
    forget: sent['forget'] !== undefined,
    entry: parsed.data,
    complaints,
  }
}

/** The entry that a form describes, for the schema to judge. */
function written(texts: Texts, settings: readonly Setting[], protocol: Protocol): unknown {
  const entry: Record<string, unknown> = { protocol }
  for (const setting of settings) {
    const value = said(setting, texts[setting.name]!)
    if (value !== undefined) put(entry, setting.name, value)
  }
  entry['tls'] = tlsOf(one(texts, 'tls'), one(texts, 'tls.serverName').trim(), protocol)
  const secret = one(texts, 'secret')
  if (protocol === 'sru') {
    const user = one(texts, 'credentials.user').trim()
    if (user !== '') entry['credentials'] = { user, password: secret }
    else delete entry['credentials']
  } else entry['authentication'] = authentication(texts, secret)
  return entry
}

/** Of SRU the address says whether it is encrypted: what is left is how. */
function tlsOf(tls: string, serverName: string, protocol: Protocol): unknown {
  if (tls === 'unchecked') return { rejectUnauthorized: false, ...(serverName && { serverName }) }
  if (tls === 'on' || (protocol === 'sru' && serverName)) return serverName ? { serverName } : true
  return false
}

function authentication(texts: Texts, secret: string): object {
  const type = one(texts, 'authentication.type')
  if (type === 'open') return { type, value: secret }
  if (type !== 'idPass') return { type }
  const [group, user] = [one(texts, 'authentication.group'), one(texts, 'authentication.user')]
  return { type, ...(group && { group }), ...(user && { user }), ...(secret && { password: secret }) }
}

const one = (texts: Texts, name: string): string => texts[name]?.[0] ?? ''

/** Settings that say something by being empty. */
const nullable = ['elementSet', 'schema']

/** What one setting says; undefined: what is usual. */
function said({ name, kind }: Setting, [text = '', ...others]: readonly string[]): unknown {
  const typed = text.trim()
  switch (kind) {
    case 'secret':
      return undefined
    case 'check':
      return text !== ''
    case 'several':
      return [text, ...others].filter(Boolean)
    case 'lines':
      return typed === '' ? undefined : typed.split(/\r?\n/).flatMap((line) => line.trim() || [])
    case 'number':
      return /^-?\d{1,9}$/.test(typed) ? Number(typed) : typed === '' ? undefined : typed
    default:
      if (nullable.includes(name)) return typed || null
      if (typed === noAttributes && name.startsWith('attributes.')) return ''
      return typed === '' && !needed.includes(name) ? undefined : typed
  }
}

const needed = ['id', 'label', 'host', 'url']

function put(whole: Record<string, unknown>, name: string, value: unknown): void {
  const [key = '', inside] = name.split('.')
  if (inside === undefined) whole[key] = value
  else whole[key] = { ...(whole[key] as object | undefined), [inside]: value }
}

/** The setting that an issue is about: its own, or the one it is a part of. */
function settingOf(path: readonly PropertyKey[], settings: readonly Setting[]): string {
  const names = path.map(String)
  for (let length = names.length; length > 0; length--) {
    const name = names.slice(0, length).join('.')
    if (settings.some((setting) => setting.name === name)) return name
  }
  return names[0] === 'authentication' || names[0] === 'credentials' ? 'secret' : 'label'
}

/** An issue in the words of pages. */
function plainly(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small')
    return issue.origin === 'string' || issue.origin === 'array' ? 'Fill this in.' : `Give at least ${issue.minimum}.`
  if (issue.code === 'too_big')
    return issue.origin === 'string' ? `Use at most ${issue.maximum} characters.` : `Give at most ${issue.maximum}.`
  if (issue.code === 'invalid_type') return 'Give a whole number.'
  return `${issue.message.charAt(0).toUpperCase()}${issue.message.slice(1)}.`
}
