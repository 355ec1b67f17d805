import { CsrfField, useVisitor } from '../../components/visit.tsx'
import { may } from '../../may.ts'

interface ElsewhereProps {
  /** Of the request. */
  readonly base: string
  /** What making a record is called here. */
  readonly words: string
  /** They open over the request, where there is a script. */
  readonly dialog?: boolean
  /** What is said of them to who may go there. */
  readonly hint?: string
}

/** The ways to a record that we do not have yet; off for who may take none over. */
export function Elsewhere({ base, words, dialog = false, hint }: ElsewhereProps) {
  const takes = may(useVisitor(), 'catalogue.edit')
  const ways = { 'external-search': ['search', 'External Search'], 'new-record': ['new-record', words] } as const
  if (takes)
    return (
      <>
        {Object.entries(ways).map(([id, [path, label]]) => (
          <form key={id} method="post" action={`${base}/${path}`} data-dialog={dialog ? '' : undefined}>
            <CsrfField />
            <button type="submit" class="btn" id={id}>
              {label}
            </button>
          </form>
        ))}
        {hint && <span class="hint">{hint}</span>}
      </>
    )
  return (
    <>
      {Object.entries(ways).map(([id, [, label]]) => (
        <button key={id} type="button" class="btn" id={id} disabled aria-describedby="elsewhere-why">
          {label}
        </button>
      ))}
      <span class="hint" id="elsewhere-why">
        External Search and {words}: your account takes over no records, which needs the role Cataloguing.
      </span>
    </>
  )
}
