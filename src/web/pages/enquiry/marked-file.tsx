import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type FormatName, formats, type WrittenRecord, writeIfHeld } from '../../../standards/marc/index.ts'
import { resultsHref, SearchAddress, searchHref, seenBy } from '../../address.ts'
import { LeftOutPage } from '../../components/left-out.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { leftOutHeader, ourFormatNames } from '../../marc-formats.ts'
import { inVain, type MarkedRecord, markedRecords, markLabel, Place, takeMarks } from '../../marked.ts'
import { formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'

const Form = z.object({
  format: z.enum(ourFormatNames).default('marc'),
  /** What was said to be missing; with `despite` the file is wanted without it. */
  without: z.array(Place).max(1000),
  despite: z.literal('1').optional(),
})

/** The marked records as one file, in the order in which they were marked. What would be missing is said first. */
export const markedFile = (door: Door): RequestHandler =>
  route(SearchAddress, async (read, exchange) => {
    const { req, res, signal } = exchange
    const address = seenBy(door, read)
    const { format, without, despite } = parse(Form, formFields(req, Form))
    const marks = await takeMarks(door, address, exchange)
    if (marks.length === 0) return res.redirect(303, inVain(address, marks))
    const written = (await markedRecords(door, address, marks, exchange)).map((one) => writtenAs(one, format))
    if (signal.aborted) return
    const parts = written.flatMap((one) => ('part' in one ? [one.part] : []))
    const missing = written.flatMap((one) => ('why' in one ? [one] : []))
    const agreed = new Set(despite ? without : [])
    const more = missing.some(({ mark }) => !agreed.has(mark))
    if (more || parts.length === 0)
      return sendPage(
        res,
        <WhatIsMissing {...{ door, address, format, marks, missing }} more={more && agreed.size > 0} />,
        409,
      )
    const { open, close, extension, mediaType } = formats[format]
    res
      .set('Cache-Control', 'private, no-store')
      .set(leftOutHeader, String(missing.length))
      .attachment(`records.${extension}`)
      .set('Content-Type', mediaType)
      .send(Buffer.concat([open, ...parts, close].map((part) => Buffer.from(part))))
  })

/** A record in the format, or why it is not in the file. */
type Written = { readonly mark: string } & WrittenRecord
type Missing = Extract<Written, { readonly why: string }>

function writtenAs(one: MarkedRecord, format: FormatName): Written {
  const { mark } = one
  if ('gone' in one) return { mark, why: one.gone }
  const { decoded, flavour } = one.detail
  return { mark, ...writeIfHeld(format, decoded.record, { flavour }) }
}

interface WhatIsMissingProps {
  readonly door: Door
  readonly address: SearchAddress
  readonly format: FormatName
  readonly marks: readonly string[]
  readonly missing: readonly Missing[]
  readonly more: boolean
}

const WhatIsMissing = ({ door, address, format, marks, missing, more }: WhatIsMissingProps) => (
  <LeftOutPage
    door={door}
    back={{ to: resultsHref(address), words: 'Results' }}
    all={marks.length}
    called="marked record"
    missing={missing.map(({ mark, why }) => `${markLabel(door, mark)}: ${why}`)}
    more={more}
    form={{ method: 'post', action: searchHref('/search/marked/file', address), verb: 'Download' }}
    agree={{ name: 'despite', value: '1' }}
  >
    <CsrfField />
    {marks.map((mark) => (
      <input key={mark} type="hidden" name="mark" value={mark} />
    ))}
    {missing.map(({ mark }) => (
      <input key={mark} type="hidden" name="without" value={mark} />
    ))}
    <input type="hidden" name="format" value={format} />
    <button type="submit" class="btn">
      Try again
    </button>
  </LeftOutPage>
)
