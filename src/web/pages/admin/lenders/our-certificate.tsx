import { callingOf, type Ill, type Lender } from '../../../../ill/index.ts'
import { readCertificate } from '../../../../kit/tls/index.ts'
import { Moment } from '../../../components/moment.tsx'

interface OurCertificateProps {
  readonly settings: Ill['settings']
  readonly lender: Lender
  readonly now: Date
}

/** The certificate a library is shown when ours calls it: what its people need to know it by. */
export function OurCertificate({ settings: { exchange }, lender, now }: OurCertificateProps) {
  if (!lender.endpoint.startsWith('https:')) return null
  const { certificate } = callingOf(exchange.calling, lender.symbol) ?? {}
  if (certificate === undefined) return <p>No certificate: exchange.calling in ill.yaml sets one.</p>
  const shown = readCertificate(certificate)
  if (!shown) return <p>A certificate, as ill.yaml says, whose file cannot be read now: {certificate}.</p>
  return (
    <>
      <p>
        The certificate of {shown.subject}, where its system asks for one. {shown.until < now ? 'It ended' : 'It ends'}{' '}
        <Moment at={shown.until} />.
      </p>
      <p>
        Its SHA-256 fingerprint, to be known by: <code class="spelled">{grouped(shown.fingerprint)}</code>
      </p>
    </>
  )
}

/** As openssl prints it; a line may end behind a colon. */
const grouped = (digits: string) => digits.toUpperCase().match(/../g)!.join(':')

/** What the door sees of certificates, in words; nothing where it sees them. */
export function blindness({ exchange }: Ill['settings'], { certificate }: Lender): string {
  const sees = exchange.tls !== undefined || exchange.certificateHeader !== undefined
  return certificate !== '' && !sees
    ? ' But certificates are not seen here, so its messages are not let in: exchange.tls in ill.yaml opens a port where they are.'
    : ''
}
