import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import type { Draft } from './draft-text.ts'

interface SendDraftProps {
  readonly door: Door
  readonly draft: Draft
  readonly title: string
}

/** What was typed before somebody signed in, to be sent now. */
export const SendDraft = ({ door, draft, title }: SendDraftProps) => (
  <Layout door={door} title={title}>
    <div class="panel narrow">
      <h1>{title}</h1>
      <p>What you typed before has not been sent yet.</p>
      <form method="post" action={draft.to} class="stacked">
        {draft.fields.map(([name, value]) =>
          // A hidden input drops line breaks where some browsers mend them: a text area keeps what it is given.
          /[\r\n]/.test(value) ? (
            <textarea key={name} name={name} hidden>
              {`\n${value}`}
            </textarea>
          ) : (
            <input key={name} type="hidden" name={name} value={value} />
          ),
        )}
        <CsrfField />
        <div class="acts">
          <button type="submit" class="btn primary">
            Send it now
          </button>
          <Link class="btn" to="/account">
            Leave it
          </Link>
        </div>
      </form>
    </div>
  </Layout>
)
