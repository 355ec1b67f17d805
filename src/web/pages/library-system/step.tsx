import { type Call, type CallState, keptBecause, stepOf } from '../../../ill/index.ts'
import { LinesField, TextField } from '../../components/field.tsx'
import { Moment } from '../../components/moment.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { Words } from '../../components/words.tsx'
import { dayWords } from '../requests/words.ts'

const states: Readonly<Record<CallState, readonly [tone: string, sign: string, words: string]>> = {
  waiting: ['wait', '△', 'Waiting'],
  done: ['ok', '✓', 'Done'],
  failed: ['bad', '✕', 'Failed'],
  manual: ['info', '●', 'To be done by hand'],
  skipped: ['calm', '○', 'Not needed'],
}

export const StepBadge = ({ call: { state, settledBy, attempts } }: { readonly call: Call }) => {
  const [tone, sign, words] = states[state]
  const more = state === 'done' && settledBy ? ` by hand, by ${settledBy}` : ''
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{sign}</span> {state === 'waiting' && attempts > 0 ? 'Tried in vain' : words}
      {more}
    </span>
  )
}

/** What is known of a step, and how it went. */
export function StepFacts({ call }: { readonly call: Call }) {
  const { step, item, part, dueOn, answer, attempts, dueAt, state, error, note } = call
  const facts = [
    item && `item ${item}`,
    part > 1 && `volume ${part}`,
    answer?.item && `item ${answer.item}`,
    answer?.callNumber && `call number ${answer.callNumber}`,
    (answer?.dueOn ?? dueOn) && `due ${dayWords((answer?.dueOn ?? dueOn)!)}`,
    attempts > 1 && `tried ${attempts} times`,
  ].filter((fact) => typeof fact === 'string')
  return (
    <>
      {(facts.length > 0 || (dueAt && attempts > 0)) && (
        <p class="hint">
          <Words text={facts.join(' · ')} most={300} />
          {dueAt && attempts > 0 && (
            <>
              {facts.length > 0 && ' · '}next try <Moment at={dueAt} />
            </>
          )}
        </p>
      )}
      {state === 'manual' && <p>{stepOf(step).byHand}</p>}
      {error && (
        <p class={state === 'skipped' ? 'hint' : 'complaint'}>
          {state !== 'skipped' && <span aria-hidden="true">✕ </span>}
          <Words text={error} most={500} />
        </p>
      )}
      {note && (
        <p>
          <span class="hint">Note:</span> <Words text={note} most={1000} />
        </p>
      )}
    </>
  )
}

interface StepActsProps {
  readonly call: Call
  /** The step and what it is of, for who cannot see which row a button is in. */
  readonly name: string
  /** Where one comes back to. */
  readonly back: 'queue' | 'request'
  /** All the steps about the same; left out where none is done. */
  readonly all?: readonly Call[]
}

/** Retry, and Done by hand, of a step that is neither done nor left out; and to take the latter back. */
export function StepActs({ call, name, back, all = [] }: StepActsProps) {
  const { id, state, follow, item, dueOn, answer, attempts } = call
  const base = `/circulation-queue/${id}`
  if (state === 'done' || state === 'skipped')
    return keptBecause(call, all) ? null : (
      <div class="acts by-hand">
        <form method="post" action={`${base}/take-back`}>
          <CsrfField />
          <input type="hidden" name="back" value={back} />
          <button type="submit" class="btn" aria-label={`Not done by hand: ${name}`}>
            Not done by hand
          </button>
        </form>
      </div>
    )
  const field = (of: string) => `${of}-${id}`
  return (
    <div class="acts by-hand">
      {(state === 'failed' || (state === 'waiting' && attempts > 0)) && (
        <form method="post" action={`${base}/retry`}>
          <CsrfField />
          <input type="hidden" name="back" value={back} />
          <button type="submit" class="btn" aria-label={`Retry: ${name}`}>
            Retry
          </button>
        </form>
      )}
      <details>
        <summary aria-label={`Done by hand: ${name}`}>Done by hand…</summary>
        <form method="post" action={`${base}/by-hand`} class="stacked">
          <CsrfField />
          <input type="hidden" name="back" value={back} />
          <TextField id={field('item')} label="Number of the item there" value={item} maxLength={60} />
          {follow && (
            <TextField
              id={field('dueOn')}
              label="Date due that the system gave"
              type="date"
              value={answer?.dueOn ?? dueOn ?? ''}
              required
            />
          )}
          <LinesField id={field('note')} label="Note" rows={2} maxLength={1000} />
          <button type="submit" class="btn">
            Done by hand
          </button>
        </form>
      </details>
    </div>
  )
}
