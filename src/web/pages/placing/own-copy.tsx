import type { ComponentChildren } from 'preact'
import { documentTypes, type OwnCopy } from '../../../ill/index.ts'
import { Link } from '../../components/link.tsx'
import { CsrfField } from '../../components/visit.tsx'
import { longDate } from '../../dates.ts'
import type { Door } from '../../door.ts'
import { count, sizeWords } from '../../text.ts'

interface OwnCopiesProps {
  readonly door: Pick<Door, 'ill'>
  readonly publicId: string
  readonly copies: readonly OwnCopy[]
}

/** The copies of a request that came as files: to be downloaded, or what to do where that is over. */
export const OwnCopies = ({ door, publicId, copies }: OwnCopiesProps) => (
  <>
    {copies.map((copy) =>
      copy.standing === 'ready' ? (
        <ReadyCopy key={copy.id} publicId={publicId} copy={copy} statement={door.ill.settings.copyrightStatement} />
      ) : (
        <p key={copy.id} class="hint">
          {over[copy.standing]}
        </p>
      ),
    )}
  </>
)

interface ReadyCopyProps {
  readonly publicId: string
  readonly copy: OwnCopy
  readonly statement: string | undefined
}

function ReadyCopy({ publicId, copy, statement }: ReadyCopyProps) {
  const { id, mediaType, size, keepUntil, mostDownloads, downloads } = copy
  const about = `copy-${id}-about`
  return (
    <form method="post" action={`/account/requests/${publicId}/copies/${id}`} class="own-copy">
      <CsrfField />
      {statement && <p class="statement">{statement}</p>}
      <div class="acts">
        <button type="submit" class="btn primary" aria-describedby={about}>
          Download your copy
        </button>
        <span class="hint" id={about}>
          {documentTypes[mediaType].label}, {sizeWords(size)}. You can download it until {longDate(keepUntil)}
          {mostDownloads !== null && `, ${count(mostDownloads - downloads, 'more time')}`}.
        </span>
      </div>
    </form>
  )
}

const askUs = (
  <>
    If you still need it, ask your library, or <Link to="/request/new">place a new request</Link>.
  </>
)
const over: Readonly<Record<Exclude<OwnCopy['standing'], 'ready'>, ComponentChildren>> = {
  'used-up': <>You have downloaded it as often as is allowed. If you need it again, ask your library.</>,
  expired: <>It can be downloaded no longer, and has been removed. {askUs}</>,
  withdrawn: <>It cannot be downloaded. Ask your library why, and whether another one comes.</>,
}
