import { type AnswerLink, answerForms } from '../../../ill/index.ts'
import { controlsOf } from '../../action-form.ts'
import type { Complaints } from '../../complaints.ts'
import { ActionFields } from '../../components/action-form.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { longDate } from '../../dates.ts'
import type { Door } from '../../door.ts'
import { answerWords, standingWords } from './words.ts'

/** A link whose answer can be given. */
interface AnswerFormProps {
  readonly door: Door
  readonly link: AnswerLink
  readonly token: string
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Complaints
  /** Something has changed since the page was opened. */
  readonly changed?: boolean
}

export function AnswerForm({ door, link, token, typed, complaints, changed = false }: AnswerFormProps) {
  const { title, button } = answerWords[link.event]
  return (
    <Layout door={door} title={title}>
      <div class="form-page">
        <h1>{title}</h1>
        <About link={link} />
        {changed && (
          <Note tone="wait">
            Something has changed since you opened this page. Look again before you press the button.
          </Note>
        )}
        <form method="post" action={`/answer/${token}/${link.event}`} class="panel stacked">
          <CsrfField />
          <input type="hidden" name="version" value={link.line.version} />
          <ActionFields
            controls={controlsOf({ form: answerForms[link.event] })}
            typed={typed}
            complaints={complaints}
            lists={{}}
          />
          <p class="hint">Nothing is noted before you press this button. It works once.</p>
          <div class="acts">
            <button type="submit" class="btn primary">
              {button}
            </button>
            {link.others.map((other) => (
              <Link key={other} class="btn" to={`/answer/${token}/${other}`}>
                {answerWords[other].button}
              </Link>
            ))}
          </div>
        </form>
      </div>
    </Layout>
  )
}

/** What is asked for: nothing of the reader. */
const About = ({ link: { line, request } }: { link: AnswerLink }) => {
  const { citation, service, neededBy } = request
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Title', citation.title ?? request.title],
    ['Author', citation.author],
    ['Article', citation.articleTitle],
    ['Pages', citation.pages],
    ['Year', citation.year],
    ['Asked for', service === 'copy' ? 'A copy' : 'A loan'],
    ['Needed by', neededBy && longDate(neededBy)],
    ['Our number', request.number],
    ['Your library', line.lender.name],
  ]
  return (
    <dl class="panel facts">
      {rows.map(
        ([label, value]) =>
          value && (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <Words text={value} most={300} />
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** A link that does no more, or does not fit: what was said with it, and how things stand. */
export function AnswerOver({ door, link }: { readonly door: Door; readonly link: AnswerLink }) {
  const { standing, answer, line } = link
  const title = standing === 'used' ? 'Thank you' : standing === 'late' ? 'This link is too old' : 'It stands otherwise'
  return (
    <Layout door={door} title={title}>
      <div class="form-page">
        <h1>{title}</h1>
        {answer && (
          <section class="panel">
            <p>
              You told us {answerWords[answer.event].told}, on <Moment at={answer.at} />. This link is used up.
            </p>
            <Said event={answer.event} said={answer.said} />
          </section>
        )}
        {standing === 'late' && <p>It could be used for some weeks. Please answer the letter it came in instead.</p>}
        {standing === 'closed' && (
          <p>“{answerWords[link.event].title}” does not fit any more, or was noted already. Nothing was changed.</p>
        )}
        <h2>How it stands</h2>
        <p>{standingWords(line)}</p>
        <About link={link} />
        <p>Is that wrong? Please answer the letter, with its subject line as it is.</p>
      </div>
    </Layout>
  )
}

/** What was said with an answer, in the words of its form. */
function Said({
  event,
  said,
}: {
  readonly event: AnswerLink['event']
  readonly said: Readonly<Record<string, unknown>>
}) {
  const rows = controlsOf({ form: answerForms[event] }).flatMap(({ name, label, kind, choices }) => {
    const value = said[name]
    if (typeof value !== 'string' || value === '') return []
    const words = choices?.find(([code]) => code === value)?.[1] ?? (kind === 'date' ? longDate(value) : value)
    return [[label, words] as const]
  })
  if (rows.length === 0) return null
  return (
    <dl class="facts">
      {rows.map(([label, words]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Words text={words} most={1000} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export const AnswerUnknown = ({ door }: { readonly door: Door }) => (
  <Layout door={door} title="We do not know this link">
    <div class="panel nothing">
      <h1>We do not know this link</h1>
      <p>
        It is not one of ours, it was cut short on the way, or it is very old. Please answer the letter it came in, with
        its subject line as it is.
      </p>
    </div>
  </Layout>
)
