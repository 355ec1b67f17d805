import type { Brief } from '../../../bib/index.ts'
import type { SelectDecision, SelectMatch, SelectOutcome } from '../../../catalogue/index.ts'
import type { HitDetail } from '../../../search/index.ts'
import { editorLine } from '../../../standards/marc/index.ts'
import { noWords, type RecordAddress, recordHref } from '../../address.ts'
import { Differences } from '../../components/differences.tsx'
import { FormatLabel } from '../../components/format.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { TopSearch } from '../../components/search-form.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { decisionValue } from '../../decisions.ts'
import type { Door } from '../../door.ts'
import { bibHref } from '../../our-address.ts'
import { cut, listed, printable } from '../../text.ts'

type Question = Extract<SelectOutcome, { kind: 'undecided' }>

interface DecisionPageProps {
  readonly door: Door
  readonly address: RecordAddress
  readonly detail: HitDetail
  readonly question: Question
  /** What is wrong with what was decided. */
  readonly complaint?: string | undefined
  /** The request the record is for. */
  readonly request?: string | undefined
  /** The complaint is about the catalogue, which changed meanwhile. */
  readonly stale?: boolean
}

/** What to do with a record that we may have, or that lost characters: each choice is a button of one form. */
export function DecisionPage({
  door,
  address,
  detail,
  question,
  complaint,
  request,
  stale = false,
}: DecisionPageProps) {
  const { matches, lossyFields } = question
  const place = { target: address.library, position: address.record }
  const likeliest = likeliestOf(question)
  const title = matches.length > 0 ? 'Do we have this already?' : 'Some characters could not be read'
  return (
    <Layout door={door} title={title} dialog="in-hand" search={<TopSearch words={noWords} />}>
      <nav class="bar" aria-label="Back">
        <Link to={recordHref(address, place)}>‹ Back to the record</Link>
      </nav>
      <h1>{title}</h1>
      <form method="post" action={recordHref(address, place, '/record/select')} class="decision">
        <CsrfField />
        {request !== undefined && <input type="hidden" name="request" value={request} />}
        {stale && complaint && <Note tone="wait">{complaint}</Note>}
        <section class="panel" aria-labelledby="theirs">
          <h2 id="theirs">
            The record from <Words text={detail.source.label} most={120} />
          </h2>
          <BriefLines brief={question.brief} />
          {lossyFields.length > 0 && (
            <Lost lossyFields={lossyFields} detail={detail} complaint={stale ? undefined : complaint} />
          )}
          <div class="acts">
            <Choice
              decision={{ kind: 'create' }}
              words={matches.length > 0 ? 'Create a new record' : 'Take it as it is'}
              likeliest={likeliest}
            />
          </div>
        </section>
        {matches.map((match, i) => (
          <Match key={match.bibId} {...{ match, likeliest, question }} open={i === 0} />
        ))}
      </form>
    </Layout>
  )
}

/** What most would do: take what is better of one and the same thing, and lose nothing. */
function likeliestOf({ matches, lossyFields }: Question): string {
  const [first] = matches
  if (!first) return decisionValue({ kind: 'create' })
  const { bibId, version, reason, brief, poorer, changes } = first
  if (reason === 'origin') return decisionValue({ kind: 'restore', bibId, version })
  const better = brief.level !== 'full' && !poorer && lossyFields.length === 0
  return decisionValue(better && changes ? { kind: 'overlay', bibId, version } : { kind: 'existing', bibId })
}

const Choice = ({
  decision,
  words,
  likeliest,
}: {
  readonly decision: SelectDecision
  readonly words: string
  readonly likeliest: string
}) => {
  const value = decisionValue(decision)
  return (
    <button type="submit" name="decision" value={value} class={value === likeliest ? 'btn primary' : 'btn'}>
      {words}
    </button>
  )
}

const reasons: Readonly<Record<SelectMatch['reason'], string>> = {
  origin: 'made from this very record, and deleted since',
  'control-number': 'the same control number',
  'isbn-title': 'the same ISBN and title',
  'number-title': 'the same number and title',
  'title-author-year': 'the same title, author and year',
}

interface MatchProps {
  readonly match: SelectMatch
  readonly likeliest: string
  readonly question: Question
  readonly open: boolean
}

function Match({ match, likeliest, question, open }: MatchProps) {
  const { bibId, version, state, reason, brief, changes, poorer } = match
  return (
    <section class="panel" aria-labelledby={`match-${bibId}`}>
      <h2 id={`match-${bibId}`}>
        Ours:{' '}
        {state === 'deleted' ? (
          <Words text={brief.title.script ?? brief.title.text} most={200} />
        ) : (
          <Link to={bibHref(bibId)}>
            <Words text={brief.title.script ?? brief.title.text} most={200} />
          </Link>
        )}
      </h2>
      <p>
        <span class="badge wait">
          <span aria-hidden="true">≈</span> {reasons[reason]}
        </span>{' '}
        {state !== 'active' && (
          <span class="badge calm">
            <span aria-hidden="true">○</span> {state}
          </span>
        )}{' '}
        {brief.level === 'brief' && (
          <span class="badge calm">
            <span aria-hidden="true">△</span> brief record
          </span>
        )}
      </p>
      <BriefLines brief={brief} />
      {poorer && <p class="hint">Theirs says less than ours.</p>}
      {match.flavour !== question.flavour && (
        <p class="hint">One is MARC 21 and the other UNIMARC: they cannot be laid over one another.</p>
      )}
      {changes && state !== 'deleted' && (
        <details open={open}>
          <summary>What changes when theirs is laid over ours</summary>
          <Differences differences={changes} before="Ours now" after="Ours then" />
        </details>
      )}
      <div class="acts">
        {state === 'deleted' ? (
          <Choice decision={{ kind: 'restore', bibId, version }} words="Bring ours back" likeliest={likeliest} />
        ) : (
          <>
            <Choice decision={{ kind: 'existing', bibId }} words="Use ours" likeliest={likeliest} />
            {changes && (
              <>
                <Choice
                  decision={{ kind: 'overlay', bibId, version }}
                  words="Lay theirs over ours"
                  likeliest={likeliest}
                />
                <Choice
                  decision={{ kind: 'complete', bibId, version }}
                  words="Add to ours only what it lacks"
                  likeliest={likeliest}
                />
              </>
            )}
          </>
        )}
      </div>
    </section>
  )
}

const BriefLines = ({ brief }: { readonly brief: Brief }) => (
  <div class="brief">
    <p class="title">
      <Words text={brief.title.text} most={300} />
    </p>
    {brief.author && (
      <p>
        <Words text={brief.author.text} most={200} />
      </p>
    )}
    <p class="facts">
      <FormatLabel brief={brief} />{' '}
      {[brief.edition, brief.imprint, ...brief.isbns.slice(0, 2).map((isbn) => `ISBN\u00a0${isbn}`)]
        .filter((fact) => fact !== undefined)
        .map((fact) => [<Words key={fact} text={fact} most={120} />, ' '])}
    </p>
  </div>
)

interface LostProps {
  readonly lossyFields: readonly string[]
  readonly detail: HitDetail
  readonly complaint: string | undefined
}

/** Fields shown of those that lost characters, and characters of each. */
const mostLost = 10

/** The fields whose characters could not be read, and a box to say that somebody looked at them. */
function Lost({ lossyFields, detail, complaint }: LostProps) {
  const lines = detail.decoded.record.fields
    .filter((field) => field.some((text) => text.includes('\ufffd')))
    .map((field) => cut(editorLine(field), 400))
  return (
    <Note tone="wait">
      <p>
        Characters in {lossyFields.length === 1 ? 'field' : 'fields'} {listed(lossyFields.map(printable))} could not be
        read. They would stay lost in our catalogue: put them right in the editor afterwards.
      </p>
      <pre class="lost">
        {lines.slice(0, mostLost).map((line, i) => (
          <bdi key={i}>{`${printable(line)}\n`}</bdi>
        ))}
      </pre>
      {complaint && (
        <p class="complaint" id="confirm-wrong">
          <span aria-hidden="true">✕ </span>
          {complaint}
        </p>
      )}
      <label class="check">
        <input
          type="checkbox"
          name="confirm"
          value="1"
          aria-describedby={complaint && 'confirm-wrong'}
          aria-invalid={complaint ? 'true' : undefined}
        />
        <span>I have looked at them, and take the record as it is</span>
      </label>
    </Note>
  )
}
