import { type KeptTarget, type ProbeStep, type TargetEntry, takesSecret } from '../../../../search/index.ts'
import type { Complaints } from '../../../complaints.ts'
import { Check, SelectField } from '../../../components/choice.tsx'
import { LinesField, TextField } from '../../../components/field.tsx'
import { Link } from '../../../components/link.tsx'
import { Moment } from '../../../components/moment.tsx'
import { Note } from '../../../components/note.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import type { TargetView } from '../../../target-views.ts'
import { AdminLayout } from '../admin-layout.tsx'
import { FormSection } from '../form-section.tsx'
import type { Texts } from './form.ts'
import { linkPreview } from './link-preview.ts'
import { StandingBadge } from './list.tsx'
import { type Protocol, type Section, type Setting, sections, settingsOf } from './settings.ts'
import { Trace } from './trace.tsx'

export interface TargetPageProps {
  readonly door: Door
  readonly protocol: Protocol
  /** None for one that is to be added. */
  readonly target?: TargetView
  readonly texts: Texts
  readonly complaints?: Complaints
  readonly notice?: string | undefined
  readonly refusal?: string | undefined
  /** How a test went. */
  readonly trace?: readonly ProbeStep[] | undefined
}

/** One target, or the form of a new one. One of the file is shown, and not to be changed. */
export function TargetPage({ door, protocol, target, texts, complaints = {}, ...said }: TargetPageProps) {
  const { notice, refusal, trace } = said
  const title = target ? (target.entry?.label ?? target.id) : `Add a target over ${protocolWords[protocol]}`
  const wrong = Object.keys(complaints).length
  const why =
    wrong > 0 ? `Nothing was saved: ${wrong === 1 ? 'one field is' : `${wrong} fields are`} to be put right.` : refusal
  const ofFile = target !== undefined && target.kept === undefined
  return (
    <AdminLayout door={door} title={title} part="/admin/targets" notice={notice} refusal={why}>
      <p class="way-back">
        <Link to="/admin/targets">‹ Targets</Link>
      </p>
      <div class="bar heading">
        <h1>{title}</h1>
        {target && <StandingBadge target={target} />}
      </div>
      {!target && <OtherProtocol protocol={protocol} />}
      {trace && <Trace steps={trace} />}
      {ofFile && (
        <Note tone="info">
          It stands in targets.yaml: whoever keeps that file changes it there. What is there takes effect with the next
          start.
        </Note>
      )}
      <div class={target ? 'split acting' : undefined}>
        {ofFile ? (
          <Settings texts={texts} protocol={protocol} entry={target.entry} />
        ) : (
          <Form {...{ protocol, kept: target?.kept, texts, complaints }} />
        )}
        {target && <Acts target={target} />}
      </div>
    </AdminLayout>
  )
}

const protocolWords: Readonly<Record<Protocol, string>> = { z3950: 'Z39.50', sru: 'SRU' }

const OtherProtocol = ({ protocol }: { readonly protocol: Protocol }) =>
  protocol === 'z3950' ? (
    <p>
      It speaks SRU? <Link to="/admin/new-target?protocol=sru">Add a target over SRU</Link>
    </p>
  ) : (
    <p>
      It speaks Z39.50? <Link to="/admin/new-target">Add a target over Z39.50</Link>
    </p>
  )

interface FormProps extends Pick<TargetPageProps, 'protocol' | 'texts'> {
  readonly kept: KeptTarget | undefined
  readonly complaints: Complaints
}

function Form({ protocol, kept, texts, complaints }: FormProps) {
  return (
    <form
      method="post"
      action={kept ? `/admin/targets/${kept.id}` : `/admin/targets?protocol=${protocol}`}
      class="panel stacked sections"
    >
      <CsrfField />
      {kept && <input type="hidden" name="version" value={kept.version} />}
      {sections.map((section) => (
        <FormSection
          key={section.title}
          title={section.title}
          about={section.about}
          fold={foldOf(section, protocol, complaints)}
        >
          {settingsOf(section, protocol)
            .filter(({ name }) => !(kept && name === 'id'))
            .map((setting) => (
              <Control
                key={setting.name}
                setting={setting}
                texts={texts[setting.name] ?? []}
                complaint={complaints[setting.name]}
                hasSecret={kept?.hasSecret ?? false}
              />
            ))}
        </FormSection>
      ))}
      <div class="bar flat">
        <button type="submit" class="btn primary">
          {kept ? 'Save' : 'Add the target'}
        </button>
        <button type="submit" class="btn" name="preview" value="1">
          Show the link without saving
        </button>
      </div>
    </form>
  )
}

/** What is folded is open where something in it is wrong. */
function foldOf(section: Section, protocol: Protocol, complaints: Complaints): 'open' | 'shut' | undefined {
  if (!section.folded) return undefined
  return settingsOf(section, protocol).some(({ name }) => complaints[name] !== undefined) ? 'open' : 'shut'
}

interface ControlProps {
  readonly setting: Setting
  readonly texts: readonly string[]
  readonly complaint: string | undefined
  readonly hasSecret: boolean
}

/** The control of a setting. */
function Control({ setting, texts, complaint, hasSecret }: ControlProps) {
  const { name, label, hint, kind } = setting
  const [value = ''] = texts
  const common = { id: name, label, value, complaint, ...(hint !== undefined && { hint }) }
  const plain = { autocomplete: 'off', autocapitalize: 'none', spellcheck: false } as const
  switch (kind) {
    case 'check':
      return <Check name={name} value="yes" checked={value !== ''} words={label} {...(hint && { hint })} />
    case 'choice':
      return <SelectField {...common} options={setting.options} />
    case 'several':
      return (
        <fieldset class={complaint === undefined ? undefined : 'wrong'}>
          <legend>{label}</legend>
          {complaint !== undefined && <p class="complaint">✕ {complaint}</p>}
          {setting.options.map(([one, words]) => (
            <Check key={one} name={name} value={one} checked={texts.includes(one)} words={words} />
          ))}
        </fieldset>
      )
    case 'lines':
      return <LinesField {...common} rows={Math.max(2, value.split('\n').length)} />
    case 'number':
      return <TextField {...common} {...plain} inputMode="numeric" maxLength={10} />
    case 'secret':
      return <SecretControl complaint={complaint} label={label} hasSecret={hasSecret} />
    default:
      return (
        <>
          <TextField {...common} {...plain} maxLength={500} />
          {name === 'link' && <Preview pattern={value} />}
        </>
      )
  }
}

/** Typed, and never shown: what is kept stays where nothing is typed. */
function SecretControl({
  label,
  complaint,
  hasSecret,
}: Pick<ControlProps, 'complaint' | 'hasSecret'> & { label: string }) {
  return (
    <>
      <TextField
        id="secret"
        label={label}
        type="password"
        value=""
        complaint={complaint}
        hint={
          hasSecret
            ? 'One is kept, encrypted, and not shown. Leave this empty to keep it.'
            : 'It is kept encrypted, and never shown again.'
        }
        autocomplete="new-password"
        maxLength={500}
      />
      {hasSecret && <Check name="forget" checked={false} words="Forget the password that is kept" />}
    </>
  )
}

function Preview({ pattern }: { readonly pattern: string }) {
  const preview = /^https?:\/\//.test(pattern) ? linkPreview(pattern) : undefined
  if (!preview) return null
  return (
    <p class="hint spelled">
      {preview.from ? `A record with ${preview.from} is at ` : 'Every record is at '}
      <Link to={preview.link}>{preview.link}</Link>
    </p>
  )
}

interface SettingsProps extends Pick<TargetPageProps, 'protocol' | 'texts'> {
  readonly entry: TargetEntry | undefined
}

/** The settings of a target of the file, to be read; of a password only whether there is one. */
const Settings = ({ protocol, texts, entry }: SettingsProps) => (
  <div class="panel set-elsewhere">
    {sections.map((section) => (
      <section key={section.title}>
        <h2>{section.title}</h2>
        <dl class="facts">
          {settingsOf(section, protocol).map((setting) => {
            const words = valueWords(setting, texts[setting.name] ?? [], entry)
            return words === '' ? null : (
              <div key={setting.name}>
                <dt>{setting.label}</dt>
                <dd class="spelled">{words}</dd>
              </div>
            )
          })}
        </dl>
      </section>
    ))}
  </div>
)

function valueWords(setting: Setting, texts: readonly string[], entry: TargetEntry | undefined): string {
  switch (setting.kind) {
    case 'secret':
      return entry && takesSecret(entry) ? 'in the file' : ''
    case 'check':
      return texts.length > 0 ? 'yes' : 'no'
    case 'choice':
    case 'several':
      return (
        setting.options
          .filter(([value]) => texts.includes(value))
          .map(([, words]) => words)
          .join(', ') || (setting.kind === 'several' ? 'nowhere' : '')
      )
    default:
      return [(texts[0] ?? '').split('\n').join(', '), ...(texts[0] && setting.unit ? [setting.unit] : [])].join(' ')
  }
}

/** What can be done with a target beside changing it. */
function Acts({ target: { id, kept, standing } }: { readonly target: TargetView }) {
  return (
    <aside class="panel acts-beside" aria-label="What can be done">
      {standing.state !== 'unread' && (
        <form method="post" action={`/admin/targets/${id}/test`}>
          <CsrfField />
          <p>
            A test connects, opens a session, searches for “history” and tries record syntaxes, as it is saved. It takes
            half a minute at most.
          </p>
          <button type="submit" class="btn">
            Test it
          </button>
        </form>
      )}
      {kept && (
        <>
          <p class="hint">
            Last changed by {kept.changedByName}, <Moment at={kept.changedAt} />
          </p>
          <p>
            <Link class="btn" to={`/admin/targets/${id}/remove`}>
              Remove …
            </Link>
          </p>
        </>
      )}
    </aside>
  )
}
