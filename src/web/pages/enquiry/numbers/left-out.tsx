import type { Response } from 'express'
import type { LeftOut, LookupList } from '../../../../search/index.ts'
import type { FormatName } from '../../../../standards/marc/index.ts'
import { LeftOutPage } from '../../../components/left-out.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { sendPage } from '../../../send-page.ts'

interface Lacking {
  readonly list: LookupList
  readonly leftOut: readonly LeftOut[]
  /** So many were said to be missing before. */
  readonly without: number
  readonly to: { readonly do: 'file'; readonly format: FormatName } | { readonly do: 'import' }
}

/** Says which records of a list would be missing from a file or from what is loaded. */
export const sendWhatIsMissing = (door: Door, res: Response, { list, leftOut, without, to }: Lacking) =>
  sendPage(
    res,
    <LeftOutPage
      door={door}
      back={{ to: `/enquiry/numbers/${list.id}`, words: list.name || `List ${list.id}` }}
      all={list.counts.found}
      called="record"
      missing={leftOut.map(({ line, number, title, why }) => `Line ${line}, ${number}, ${title}: ${why}`)}
      more={without > 0 && leftOut.length > without}
      form={{
        method: to.do === 'file' ? 'get' : 'post',
        action: `/enquiry/numbers/${list.id}/${to.do}`,
        verb: to.do === 'file' ? 'Download' : 'Load',
      }}
      agree={{ name: 'without', value: String(leftOut.length) }}
    >
      {to.do === 'file' ? <input type="hidden" name="format" value={to.format} /> : <CsrfField />}
    </LeftOutPage>,
    409,
  )
