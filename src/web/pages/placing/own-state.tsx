import { CsrfField } from '../../components/visit.tsx'
import type { Standing } from '../../own-standing.ts'

const signs: Readonly<Record<Standing['tone'], string | undefined>> = { ok: '✓', bad: '✕', calm: undefined }

/** Where a request stands, what comes next, and the way to keep longer what one has. */
export function OwnState({ standing, title }: { readonly standing: Standing; readonly title: string }) {
  const { words, tone, next, loan } = standing
  const sign = signs[tone]
  return (
    <>
      <p>
        {sign ? (
          <span class={`badge ${tone}`}>
            <span aria-hidden="true">{sign}</span> {words}
          </span>
        ) : (
          words
        )}
      </p>
      {next && <p class="hint">{next}</p>}
      {loan && (
        <form method="post" action={`/account/loans/${loan.id}/renew`} class="acts">
          <CsrfField />
          <button type="submit" class="btn">
            Renew<span class="hidden"> {title}</span>
          </button>
        </form>
      )}
    </>
  )
}
