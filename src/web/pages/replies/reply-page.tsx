import type { Action } from '../../../workflow/index.ts'
import { controlsOf } from '../../action-form.ts'
import type { Complaints } from '../../complaints.ts'
import { ActionFields } from '../../components/action-form.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Moment } from '../../components/moment.tsx'
import { Note } from '../../components/note.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'
import { lineStatus } from '../requests/words.ts'
import type { OpenedReply } from './opened.ts'
import { replyPath } from './reply-card.tsx'
import { suggestionWords, takesFile } from './words.ts'

interface ReplyPageProps {
  readonly door: Door
  readonly opened: OpenedReply
  /** What it is taken to say. */
  readonly chosen: Action | undefined
  readonly typed: Readonly<Record<string, unknown>>
  readonly complaints: Complaints
}

/** A reply beside the form of what it says. */
export function ReplyPage({ door, opened, chosen, typed, complaints }: ReplyPageProps) {
  const { reply, request, line } = opened
  return (
    <Layout door={door} title={`Reply of ${reply.lender}`}>
      <div class="form-page">
        <p class="way-back">
          <Link to={`/requests/${request.id}/lenders`}>
            ‹ {request.number} · <Words text={request.title} most={80} />
          </Link>
        </p>
        <h1>
          What <Words text={reply.lender} most={80} /> wrote
        </h1>
        <Doubts opened={opened} />
        <dl class="panel facts">
          <div>
            <dt>From</dt>
            <dd>
              <Words text={`${reply.from.name} ${reply.from.address}`.trim()} most={200} />
            </dd>
          </div>
          <div>
            <dt>Subject</dt>
            <dd>
              <Words text={reply.subject} most={300} />
            </dd>
          </div>
          <div>
            <dt>Came</dt>
            <dd>
              <Moment at={reply.arrivedAt} />
            </dd>
          </div>
          <div>
            <dt>Stands now</dt>
            <dd>{lineStatus(door.ill.engine, line)}</dd>
          </div>
        </dl>
        <pre class="letter panel">{reply.text || 'It holds no words of its own.'}</pre>
        {reply.state === 'open' ? (
          <Settling {...{ door, opened, chosen, typed, complaints }} />
        ) : (
          <Note tone="info">
            This reply was {reply.state === 'applied' ? 'applied' : 'dismissed'}: nothing is left to be done.
          </Note>
        )}
      </div>
    </Layout>
  )
}

/** What speaks against believing it at once. */
const Doubts = ({ opened: { reply, line } }: { readonly opened: OpenedReply }) => (
  <>
    {!reply.knownSender && (
      <Note tone="wait">
        It did not come from the address this lender is written to at
        {line.lender.email && (
          <>
            , <Words text={line.lender.email} most={200} />
          </>
        )}
        .
      </Note>
    )}
    {!reply.answersLetter && <Note tone="wait">It answers no letter of ours: only its subject names the request.</Note>}
  </>
)

function Settling({ door, opened, chosen, typed, complaints }: ReplyPageProps) {
  const { reply, instance, actions } = opened
  const to = replyPath(reply)
  const said = suggestionWords(door.ill.engine, reply)
  const others = actions.filter((action) => action !== chosen)
  return (
    <>
      <h2>{chosen ? `Apply: ${chosen.label}` : 'What does it say?'}</h2>
      {said !== undefined && (
        <p>
          It seems to say <strong>{said}</strong>, because of “
          <Words text={reply.phrase ?? ''} most={80} />
          ”.{chosen === undefined && ' That is not possible any more as the request stands.'}
        </p>
      )}
      {said === undefined && <p>No words were found that we know. Read it, and choose what it says.</p>}
      {chosen && (
        <form method="post" action={to} class="panel stacked">
          <CsrfField />
          <input type="hidden" name="version" value={instance.version} />
          <input type="hidden" name="event" value={chosen.event} />
          <ActionFields controls={controlsOf(chosen)} typed={typed} complaints={complaints} lists={{}} />
          {takesFile(chosen) && reply.files.length > 0 && (
            <SelectField
              id="file"
              label="The reader’s copy"
              choices={reply.files.map(({ fileId, fileName }) => ({
                ...{ code: String(fileId), label: fileName, active: true },
              }))}
              chosen={String(reply.files[0]!.fileId)}
              none="None of the files: it comes otherwise"
            />
          )}
          <div class="acts">
            <button type="submit" class="btn primary">
              {chosen.label}
            </button>
          </div>
        </form>
      )}
      {others.length > 0 && (
        <>
          <h3>{chosen ? 'Or it says' : 'It says'}</h3>
          <p class="acts">
            {others.map(({ event, label }) => (
              <Link key={event} class="btn" to={`${to}?event=${event}`}>
                {label}
              </Link>
            ))}
          </p>
        </>
      )}
      <form method="post" action={`${to}/dismiss`}>
        <CsrfField />
        <p>
          <button type="submit" class="btn">
            Dismiss: nothing is to be done
          </button>
        </p>
      </form>
    </>
  )
}
