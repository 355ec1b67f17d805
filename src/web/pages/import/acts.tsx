import type { RequestHandler } from 'express'
import { z } from 'zod'
import {
  cancelImport,
  chooseEncoding,
  type EncodingPreview,
  type ImportBatch,
  type ImportState,
  pauseLoad,
  resumeLoad,
  startCheck,
  startLoad,
  tableEncodings,
  undoImport,
} from '../../../catalogue/index.ts'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { formFields, parse, route } from '../../route.ts'
import { BatchAddress } from './batch-address.ts'

/** What can be done with a file in each state, the likeliest first. */
const acts = {
  load: { label: 'Load it', states: ['staged'], run: startLoad },
  pause: { label: 'Pause', states: ['loading'], run: pauseLoad },
  resume: { label: 'Go on', states: ['paused', 'failed'], run: resumeLoad },
  check: { label: 'Check again', states: ['staged'], run: startCheck },
  undo: { label: 'Undo it', states: ['loaded', 'paused', 'cancelled', 'failed'], run: undoImport },
  cancel: { label: 'Give it up', states: ['checking', 'staged', 'loading', 'paused', 'failed'], run: cancelImport },
} as const satisfies Record<string, { label: string; states: readonly ImportState[]; run: typeof startLoad }>
export type ImportAct = keyof typeof acts
/** What takes a file further: everything else stops it or takes it back. */
const onwards: ReadonlySet<ImportAct> = new Set(['load', 'resume'])
export const importActs = Object.keys(acts) as ImportAct[]

const offered = (act: ImportAct, { state, done }: ImportBatch): boolean =>
  (acts[act].states as readonly ImportState[]).includes(state) && (act !== 'undo' || done.records > 0)

/** Does what a button says. What is no longer possible is refused with the state the file is in. */
export const importAct = (door: Door, act: ImportAct): RequestHandler =>
  route(BatchAddress, async ({ batch }, { res, visitor }) => {
    await door.database.tx((tx) => acts[act].run(tx, batch, visitor.actor))
    res.redirect(303, `/import/${batch}`)
  })

const EncodingForm = z.object({ encoding: z.enum(['auto', ...tableEncodings]) })

/** Reads the file in another encoding, and checks it again. */
export const changeEncoding = (door: Door): RequestHandler =>
  route(BatchAddress, async ({ batch }, { req, res, visitor }) => {
    const { encoding } = parse(EncodingForm, formFields(req, EncodingForm))
    await door.database.tx(async (tx) => {
      await chooseEncoding(tx, batch, encoding, visitor.actor)
      await startCheck(tx, batch, visitor.actor)
    })
    res.redirect(303, `/import/${batch}`)
  })

export function Acts({ batch }: { batch: ImportBatch }) {
  const possible = importActs.filter((act) => offered(act, batch))
  if (possible.length === 0) return null
  return (
    <div class="acts">
      {possible.map((act) => (
        <form key={act} method="post" action={`/import/${batch.id}/${act}`}>
          <CsrfField />
          <button type="submit" class={onwards.has(act) ? 'btn primary' : 'btn'}>
            {acts[act].label}
          </button>
        </form>
      ))}
    </div>
  )
}

interface EncodingChoiceProps {
  readonly batch: ImportBatch
  readonly previews: readonly EncodingPreview[]
}

/** How the first titles read in each encoding: the one that reads right is the right one. */
export const EncodingChoice = ({ batch, previews }: EncodingChoiceProps) => (
  <details class="panel">
    <summary>
      How its characters read: {batch.encoding === 'auto' ? 'found out record by record' : batch.encoding}
    </summary>
    <form method="post" action={`/import/${batch.id}/encoding`} class="stacked">
      <CsrfField />
      <ul class="encodings">
        {previews.map(({ encoding, lossy, rejected, samples }) => (
          <li key={encoding}>
            <label class="tick">
              <input type="radio" name="encoding" value={encoding} checked={encoding === batch.encoding} />{' '}
              <b>{encoding === 'auto' ? 'Found out' : encoding}</b>
              {lossy + rejected > 0 && <span class="badge bad">✕ {lossy + rejected} cannot be read</span>}
            </label>
            <p class="hint" lang="zxx">
              {samples.slice(0, 3).join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      <button type="submit" class="btn">
        Read it so, and check again
      </button>
    </form>
  </details>
)
