import { type Acquaintance, exchangeProtocols, type Lender, type PartnerHeader } from '../../../../ill/index.ts'
import type { Complaints } from '../../../complaints.ts'
import { TextField } from '../../../components/field.tsx'
import { Moment } from '../../../components/moment.tsx'
import { CsrfField } from '../../../components/visit.tsx'
import type { Door } from '../../../door.ts'
import { blindness, OurCertificate } from './our-certificate.tsx'

/** What was typed, and what is wrong with it. */
export interface HeaderForm extends PartnerHeader {
  readonly complaints: Complaints
}

interface AcquaintancePanelProps {
  readonly door: Door
  readonly lender: Lender
  readonly acquaintance: Acquaintance
  readonly header?: HeaderForm | undefined
}

/** How a library's system and ours know each other. */
export function AcquaintancePanel({ door, lender, acquaintance, header }: AcquaintancePanelProps) {
  const { settings } = door.ill
  const { symbol } = settings
  if (lender.protocol === 'iso10161') return <CallerPanel door={door} lender={lender} />
  const act = (what: string) => `/admin/lenders/${lender.id}/${what}`
  const { tokenMadeAt, headerName, headerSetAt } = acquaintance
  const speaks = exchangeProtocols.some((one) => one === lender.protocol)
  return (
    <section class="panel stacked" aria-labelledby="acquaintance">
      <h2 id="acquaintance">Messages between its system and ours</h2>
      <p class="hint">
        {symbol === undefined
          ? 'We have no symbol yet: nothing is exchanged before one is written into ill.yaml.'
          : `Over ISO 18626 its system posts to /iso18626 here, and knows us as ${symbol}. ${certificatePort(settings)}`}
        {!speaks && ' It is asked in another way now: choose ISO 18626 or ISO 10161 above to change that.'}
      </p>
      <h3>What it shows us</h3>
      <p>
        {tokenMadeAt ? (
          <>
            It has a token, made <Moment at={tokenMadeAt} />.
          </>
        ) : (
          'It has no token.'
        )}{' '}
        {shownBeside(lender, tokenMadeAt !== null)}
        {blindness(settings, lender)}
      </p>
      <div class="acts">
        <form method="post" action={act('token')}>
          <CsrfField />
          <button type="submit" class="btn">
            {tokenMadeAt ? 'Give it a new token' : 'Give it a token'}
          </button>
        </form>
        {tokenMadeAt && (
          <form method="post" action={act('token/end')}>
            <CsrfField />
            <button type="submit" class="btn">
              End its token
            </button>
          </form>
        )}
      </div>
      <h3>What we show it</h3>
      <p>
        {headerName && headerSetAt ? (
          <>
            A header {headerName}, set <Moment at={headerSetAt} />. What is in it is not shown again.
          </>
        ) : (
          'No header.'
        )}
      </p>
      <OurCertificate settings={settings} lender={lender} now={new Date(door.clock.now())} />
      <form method="post" action={act('header')} class="stacked">
        <CsrfField />
        <TextField
          id="name"
          label="Header"
          value={header?.name ?? headerName ?? 'Authorization'}
          complaint={header?.complaints['name']}
          maxLength={60}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
        <TextField
          id="value"
          label="What is in it"
          hint="As the library gave it, such as Bearer and its token."
          type="password"
          complaint={header?.complaints['value']}
          maxLength={2000}
          autocomplete="off"
        />
        <button type="submit" class="btn">
          Set it
        </button>
      </form>
      {headerName && (
        <form method="post" action={act('header/remove')}>
          <CsrfField />
          <button type="submit" class="btn">
            Show it nothing more
          </button>
        </form>
      )}
    </section>
  )
}

/** The same over ISO 10161, whose systems show nothing but where they call from. */
function CallerPanel({ door, lender: { networks } }: Pick<AcquaintancePanelProps, 'door' | 'lender'>) {
  const { symbol, exchange } = door.ill.settings
  return (
    <section class="panel stacked" aria-labelledby="acquaintance">
      <h2 id="acquaintance">Messages between its system and ours</h2>
      <p class="hint">
        {symbol === undefined
          ? 'We have no symbol yet: nothing is exchanged before one is written into ill.yaml.'
          : `Over ISO 10161 its system knows us as ${symbol}. It calls our door at port ${exchange.iso10161.port}${
              exchange.iso10161.enabled ? '' : ', which is shut: ill.yaml opens it'
            }.`}
      </p>
      <p>
        {networks === ''
          ? 'No addresses are set above that it calls from, so its messages are not let in.'
          : 'It is known by the addresses it calls from, as set above, and by its symbol. It shows no token.'}
      </p>
    </section>
  )
}

const certificatePort = ({ exchange: { tls } }: Door['ill']['settings']) =>
  tls ? `Where it shows a certificate, it posts there at port ${tls.port}.` : ''

/** What else a caller has to fit, in words. */
function shownBeside({ networks, certificate }: Lender, token: boolean): string {
  const others = [
    ...(networks === '' ? [] : ['call from its addresses']),
    ...(certificate === '' ? [] : ['show its certificate']),
  ]
  if (others.length > 0) return `It also has to ${others.join(' and ')}, as set above.`
  return token ? 'It may call from anywhere.' : 'Nothing else is set either, so its messages are not let in.'
}
