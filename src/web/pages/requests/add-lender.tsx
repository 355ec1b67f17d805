import { randomUUID } from 'node:crypto'
import type { LenderLine } from '../../../ill/index.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import type { OpenedRequest } from './opened.ts'

interface AddProps {
  readonly door: Door
  readonly opened: OpenedRequest
  readonly words: string
  readonly lenders: readonly LenderLine[]
  readonly count: number
}

/** Lenders of the directory, to choose one from. */
export function AddLender({ door, opened, words, lenders, count }: AddProps) {
  const base = `/requests/${opened.request.id}/lenders`
  return (
    <Layout door={door} title="Add a lender" dialog>
      <div class="staff">
        <p class="way-back">
          <Link to={base}>‹ Manage ILL</Link>
        </p>
        <h1>Add a lender</h1>
        <search>
          <form action={`${base}/add`} class="find">
            <label for="q">Name, place or symbol</label>
            <input id="q" name="q" type="search" value={words} maxLength={200} autocomplete="off" autofocus />
            <button type="submit" class="btn">
              Search
            </button>
          </form>
        </search>
        {lenders.length === 0 ? (
          <div class="panel nothing">
            <p>{words ? 'No lender is called so.' : 'The lender directory is empty.'}</p>
            <p class="hint">Lenders are kept under Administration.</p>
          </div>
        ) : (
          <>
            <p class="hint" role="status">
              {count} {count === 1 ? 'lender' : 'lenders'}
              {count > lenders.length && `, the first ${lenders.length} of them`}
            </p>
            <ul class="rows">
              {lenders.map((lender) => (
                <li key={lender.id} class="panel bar">
                  <div>
                    <b>{lender.name}</b>
                    <br />
                    <span class="hint">
                      {[lender.symbol, lender.place, lender.email || 'no e-mail address'].filter(Boolean).join(' · ')}
                    </span>
                  </div>
                  <form method="post" action={`${base}/add`}>
                    <CsrfField />
                    <input type="hidden" name="key" value={randomUUID()} />
                    <button type="submit" class="btn" name="lender" value={lender.id}>
                      Select Record<span class="hidden"> {lender.name}</span>
                    </button>
                  </form>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Layout>
  )
}
