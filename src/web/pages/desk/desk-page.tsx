import type { Branch } from '../../../catalogue/index.ts'
import { Options } from '../../components/choice.tsx'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { type Mode, modeNames, modes } from '../../desk/modes.ts'
import type { DeskResult } from '../../desk/results.ts'
import type { Door } from '../../door.ts'
import { count, inSentences } from '../../text.ts'
import { deskHref } from './address.ts'
import type { Found } from './find.ts'
import { FoundAtDesk } from './found.tsx'
import type { Reader } from './reader.ts'
import { ReaderPanel } from './reader-panel.tsx'

interface DeskPageProps {
  readonly door: Door
  readonly mode: Mode
  readonly branch: Branch
  readonly choices: readonly Branch[]
  /** Who is being served. */
  readonly reader?: Reader | undefined
  /** The newest first. */
  readonly results: readonly DeskResult[]
  readonly found?: Found | undefined
  readonly q: string
}

/** The front desk: modes, one field, what came of each scan. */
export function DeskPage(props: DeskPageProps) {
  const { door, mode, branch, choices, reader, results, found } = props
  return (
    <Layout door={door} title={`${modes[mode].label}, front desk`} scripts={['desk.js']}>
      <div class="desk">
        <div class="bar heading">
          <h1>{modes[mode].label}</h1>
          <form action="/desk" class="desk-branch">
            <input type="hidden" name="mode" value={mode} />
            <label for="branch">Desk in</label>
            <select id="branch" name="branch">
              <Options options={choices.map(({ code, label }) => [code, label] as const)} value={branch.code} />
            </select>
            <button type="submit" class="btn">
              Change
            </button>
          </form>
        </div>
        <nav class="desk-modes" aria-label="What the desk does">
          {modeNames.map((one) => (
            <ModeLink key={one} {...{ one, mode }} branch={branch.code} />
          ))}
          <Link to={`/desk/shelf?branch=${branch.code}`}>Shelves and overdue</Link>
        </nav>
        <div id="reader" data-swap>
          {reader && <ReaderPanel door={door} reader={reader} branch={branch.code} />}
        </div>
        <ScanForm {...props} />
        <p id="said" role="status" class="hidden">
          {results[0] && inSentences(results[0].said, results[0].title, ...results[0].lines)}
        </p>
        <div id="results" data-swap>
          {found && <FoundAtDesk found={found} branch={branch.code} />}
          {results.length > 0 && <UndoForm {...{ mode, branch, reader, results }} />}
          {results.length > 0 && <Results results={results} />}
        </div>
      </div>
    </Layout>
  )
}

const ModeLink = ({ one, mode, branch }: { readonly one: Mode; readonly mode: Mode; readonly branch: string }) => (
  <Link to={deskHref({ mode: one, branch })} current={one === mode && 'page'}>
    {modes[one].label} <kbd>{modes[one].key}</kbd>
  </Link>
)

/** The one big field. What it is for stands outside of what scans replace, so that it keeps the focus. */
function ScanForm({ mode, branch, reader, results, q }: DeskPageProps) {
  const isFind = mode === 'find'
  return (
    <form
      method={isFind ? 'get' : 'post'}
      action={isFind ? '/desk' : `/desk/${mode}`}
      class="panel scan"
      data-scan={isFind ? undefined : mode}
    >
      <label for="code" id="prompt" data-swap>
        {mode === 'out' && !reader ? 'Scan the reader’s card' : modes[mode].prompt}
      </label>
      <div class="box">
        <input
          id="code"
          name={isFind ? 'q' : 'code'}
          value={q}
          autofocus
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={200}
        />
        <button type="submit" class="btn primary">
          {isFind ? 'Find' : 'Enter'}
        </button>
      </div>
      <div id="state" data-swap>
        {isFind ? <input type="hidden" name="mode" value="find" /> : <CsrfField />}
        <input type="hidden" name="branch" value={branch.code} />
        {reader && <input type="hidden" name="patron" value={reader.patron.id} />}
        {!isFind && <input type="hidden" name="earlier" value={JSON.stringify(results)} />}
      </div>
    </form>
  )
}

/** Takes the newest scan back, as long as that can be done. */
function UndoForm({ mode, branch, reader, results }: Pick<DeskPageProps, 'mode' | 'branch' | 'reader' | 'results'>) {
  const [{ undo, code } = { undo: undefined, code: '' }] = results
  if (undo === undefined) return null
  return (
    <form method="post" action="/desk/undo" class="undo" data-lasts="30">
      <CsrfField />
      <input type="hidden" name="mode" value={mode} />
      <input type="hidden" name="branch" value={branch.code} />
      {reader && <input type="hidden" name="patron" value={reader.patron.id} />}
      <input type="hidden" name="earlier" value={JSON.stringify(results)} />
      <button type="submit" class="btn" name="undo" value={undo}>
        Undo {code}
      </button>
      <span class="hint">for half a minute</span>
    </form>
  )
}

const signs = { ok: '✓', go: '→', bad: '✕' } as const
const badges = { ok: 'ok', go: 'wait', bad: 'bad' } as const

function Results({ results }: { readonly results: readonly DeskResult[] }) {
  const done = results.filter(({ tone }) => tone !== 'bad').length
  return (
    <section aria-labelledby="done">
      <h2 id="done">
        {count(done, 'scan')} done{done < results.length && `, ${results.length - done} not`}
      </h2>
      <ol class="scans" reversed>
        {results.map((result, n) => (
          <Result key={results.length - n} result={result} />
        ))}
      </ol>
    </section>
  )
}

const Result = ({ result: { tone, said, code, title, lines, links, at } }: { readonly result: DeskResult }) => (
  <li class={`panel ${tone}`}>
    <p class="said">
      <span class={`badge ${badges[tone]}`}>
        <span aria-hidden="true">{signs[tone]}</span> {said}
      </span>
    </p>
    <p>
      {title && <b>{title}</b>} <span class="code">{code}</span>
    </p>
    {lines.map((line) => (
      <p key={line}>{line}</p>
    ))}
    {links.length > 0 && (
      <ul class="acts">
        {links.map(({ to, label }) => (
          <li key={to}>
            <Link class="btn" to={to}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    )}
    {at && <p class="hint at">{at}</p>}
  </li>
)
