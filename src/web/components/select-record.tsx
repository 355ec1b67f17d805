import { requestNumber } from '../../ill/index.ts'
import type { Source } from '../../search/index.ts'
import { type RecordAddress, recordHref, type SearchAddress } from '../address.ts'
import { CsrfField, useVisitor } from './visit.tsx'

interface SelectRecordProps {
  readonly address: SearchAddress | RecordAddress
  readonly source: Pick<Source, 'target' | 'position'>
  /** Of the record, for those who hear the button among many. */
  readonly title: string
  readonly primary?: boolean
}

/** One press takes a found record into our catalogue; for cataloguers only. */
export function SelectRecord({ address, source, title, primary }: SelectRecordProps) {
  const { permissions, inHand } = useVisitor()
  if (!permissions.has('catalogue.edit')) return null
  return (
    <form method="post" action={recordHref(address, source, '/record/select')} class="select">
      <CsrfField />
      {inHand !== undefined && <input type="hidden" name="request" value={inHand} />}
      <button type="submit" class={primary ? 'btn primary' : 'btn'}>
        Select Record{inHand !== undefined && ` for ${requestNumber(inHand)}`}
        <span class="hidden">: {title}</span>
      </button>
    </form>
  )
}
