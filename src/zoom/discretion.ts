import type { ProbeStep } from './probe-steps.ts'
import { type Failure, type RemoteRecord, type TargetDiagnostic, TargetFailure, type TargetSettings } from './types.ts'

/** Keeps a target's secret out of what it said: some say back what they were told, and that is shown, kept and logged. */
export interface Discretion {
  text(said: string): string
  failure<F extends Failure>(failure: F): F
  /** The error as it may be thrown: that of a target without its secret, any other as it is. */
  error(error: unknown): unknown
  diagnostic(diagnostic: TargetDiagnostic): TargetDiagnostic
  /** Records as they came: they are what the target holds, but diagnostics in their place are what it says. */
  records<R extends RemoteRecord>(records: readonly R[]): R[]
  step(step: ProbeStep): ProbeStep
}

/** What of an entry or of settings may be secret. */
interface Credentials {
  readonly authentication?: { readonly type: string; readonly value?: string; readonly password?: string | undefined }
  readonly credentials?: { readonly user: string; readonly password: string } | undefined
}

/** The one thing of a target that nobody is shown: its password, or what stands for user and password together. */
export function secretOf({ authentication, credentials }: Credentials): string | undefined {
  if (authentication?.type === 'open') return authentication.value || undefined
  if (authentication?.type === 'idPass') return authentication.password || undefined
  return credentials?.password || undefined
}

/** A shorter secret is a part of too many words: what would be left of them would tell it. */
const leastHidden = 6
const mark = '…'

export function discretionOf(settings: TargetSettings): Discretion {
  const forms = [...new Set(secretsOf(settings).flatMap(formsOf))]
    .filter((form) => form.length >= leastHidden)
    .sort((a, b) => b.length - a.length)
  if (forms.length === 0) return open
  // Some write it in capitals.
  const all = new RegExp(forms.map(escaped).join('|'), 'giu')
  const text = (said: string) => withoutBeginning(said.replace(all, mark), forms)
  const failure = <F extends Failure>(failure: F): F =>
    JSON.parse(
      JSON.stringify(failure, (key, part: unknown) =>
        typeof part === 'string' && theirWords.has(key) ? text(part) : part,
      ),
    ) as F
  const diagnostic = ({ text: words, addinfo, ...others }: TargetDiagnostic): TargetDiagnostic => ({
    ...{ ...others, text: text(words) },
    ...(addinfo !== undefined && { addinfo: text(addinfo) }),
  })
  return {
    ...{ text, failure, diagnostic },
    error(error) {
      if (!(error instanceof TargetFailure)) return error
      const told = new TargetFailure(failure(error.failure), { cause: error.cause })
      told.stack = error.stack ?? ''
      return told
    },
    records: (records) =>
      records.map((record) =>
        record.type === 'diagnostic' ? { ...record, diagnostic: diagnostic(record.diagnostic) } : record,
      ),
    step: (step) =>
      step.ok
        ? { ...step, detail: text(step.detail) }
        : { ...step, detail: text(step.detail), failure: failure(step.failure) },
  }
}

/** Of a target without a secret. */
const open: Discretion = {
  text: (said) => said,
  failure: (failure) => failure,
  error: (error) => error,
  diagnostic: (diagnostic) => diagnostic,
  records: (records) => [...records],
  step: (step) => step,
}

/** Where a failure has what the target itself said. */
const theirWords: ReadonlySet<string> = new Set(['detail', 'reason', 'found', 'text', 'addinfo'])

/** Parameters that an SRU address may name and that are no secret, whatever they say; in lower case. */
const plainParameters: ReadonlySet<string> = new Set([
  ...['version', 'operation', 'query', 'querytype', 'startrecord', 'maximumrecords', 'recordschema', 'recordpacking'],
  ...['recordxmlescaping', 'stylesheet', 'sortkeys', 'httpaccept', 'database', 'x-collection'],
])

/** A password, what an open authentication has after its user, and what an SRU address has as a key. */
function secretsOf(settings: TargetSettings): readonly string[] {
  const secret = secretOf(settings)
  const secrets = secret === undefined ? [] : [secret]
  if (settings.protocol === 'z3950') {
    const { authentication } = settings
    return authentication.type === 'open' ? [...secrets, authentication.value.replace(/^[^/]*\//, '')] : secrets
  }
  const { credentials, url } = settings
  if (credentials) secrets.push(Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64'))
  const keys = [...new URL(url).searchParams].filter(([name]) => !plainParameters.has(name.toLowerCase()))
  return [...secrets, ...keys.map(([, value]) => value)]
}

/** How a secret may be written: as it is, or as addresses, JSON, XML and pages have it. */
function formsOf(secret: string): readonly string[] {
  const inAddress = encodeURIComponent(secret)
  const inXml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [
    ...[secret, secret.trim(), inAddress, new URLSearchParams({ s: secret }).toString().slice(2)],
    ...[JSON.stringify(secret).slice(1, -1), inXml, inXml.replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
  ]
}

const escaped = (form: string) => form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** A text that we cut short may end within the secret. */
function withoutBeginning(said: string, forms: readonly string[]): string {
  const end = said.toLowerCase()
  for (const form of forms)
    for (let length = Math.min(form.length - 1, end.length); length >= leastHidden; length--)
      if (end.endsWith(form.slice(0, length).toLowerCase())) return said.slice(0, -length) + mark
  return said
}
