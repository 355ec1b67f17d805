import type { RequestHandler } from 'express'
import { z } from 'zod'
import { Problem } from '../../../problems.ts'
import { formats } from '../../../standards/marc/index.ts'
import { resultsHref, SearchAddress, searchHref, seenBy } from '../../address.ts'
import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Note } from '../../components/note.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { ourFormatNames } from '../../marc-formats.ts'
import { inVain, type MarkedRecord, markedRecords, markLabel, takeMarks } from '../../marked.ts'
import { formFields, parse, route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { count } from '../../text.ts'

const Form = z.object({
  format: z.enum(ourFormatNames).default('marc'),
  /** What is missing was said: the file is wanted without it. */
  despite: z.literal('1').optional(),
})
type FormatName = (typeof ourFormatNames)[number]

/** The marked records as one file, in the order in which they were marked. What would be missing is said first. */
export const markedFile = (door: Door): RequestHandler =>
  route(SearchAddress, async (read, exchange) => {
    const { req, res, signal } = exchange
    const address = seenBy(door, read)
    const { format, despite } = parse(Form, formFields(req, Form))
    const marks = takeMarks(door, address, exchange)
    if (marks.length === 0) return res.redirect(303, inVain(address, marks))
    const written = (await markedRecords(door, address, marks, exchange)).map((one) => writtenAs(one, format))
    if (signal.aborted) return
    const parts = written.flatMap(({ part }) => (part === undefined ? [] : [part]))
    const missing = written.flatMap(({ mark, missing }) => (missing === undefined ? [] : [{ mark, missing }]))
    if (missing.length > 0 && !(despite && parts.length > 0))
      return sendPage(res, <WhatIsMissing {...{ door, address, format, missing }} marks={marks} />, 409)
    const { open, close, extension, mediaType } = formats[format]
    res
      .set('Cache-Control', 'private, no-store')
      .attachment(`records.${extension}`)
      .set('Content-Type', mediaType)
      .send(Buffer.concat([open, ...parts, close].map((part) => Buffer.from(part))))
  })

interface Written {
  readonly mark: string
  readonly part?: string | Uint8Array
  readonly missing?: string
}

/** A record in the format, or why it is not in the file. */
function writtenAs(one: MarkedRecord, format: FormatName): Written {
  if ('gone' in one) return { mark: one.mark, missing: one.gone }
  try {
    return { mark: one.mark, part: formats[format].write(one.detail.decoded.record, { flavour: one.detail.flavour }) }
  } catch (cause) {
    if (!(cause instanceof Problem && cause.code === 'marc-unwritable')) throw cause
    return { mark: one.mark, missing: cause.message }
  }
}

interface WhatIsMissingProps {
  readonly door: Door
  readonly address: SearchAddress
  readonly format: FormatName
  readonly marks: readonly string[]
  readonly missing: readonly { readonly mark: string; readonly missing: string }[]
}

function WhatIsMissing({ door, address, format, marks, missing }: WhatIsMissingProps) {
  const left = marks.length - missing.length
  return (
    <Layout door={door} title="Some records are missing">
      <div class="form-page">
        <p class="way-back">
          <Link to={resultsHref(address)}>‹ Results</Link>
        </p>
        <h1>Some records are missing</h1>
        <Note tone="wait">
          <p>
            {missing.length} of {count(marks.length, 'marked record')} cannot be in the file:
          </p>
          <ul>
            {missing.map(({ mark, missing }) => (
              <li key={mark}>
                {markLabel(door, mark)}: {missing}
              </li>
            ))}
          </ul>
        </Note>
        <form method="post" action={searchHref('/search/marked/file', address)} class="acts">
          <CsrfField />
          {marks.map((mark) => (
            <input key={mark} type="hidden" name="mark" value={mark} />
          ))}
          <input type="hidden" name="format" value={format} />
          <button type="submit" class="btn">
            Try again
          </button>
          {left > 0 && (
            <button type="submit" class="btn primary" name="despite" value="1">
              Download the other {left === 1 ? 'one' : left}
            </button>
          )}
        </form>
      </div>
    </Layout>
  )
}
