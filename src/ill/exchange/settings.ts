import { z } from 'zod'
import { AllowNetworks } from '../../kit/http/index.ts'
import { readNetworks } from '../../kit/index.ts'
import { TlsFileName } from '../../kit/tls/index.ts'
import { LibrarySymbol } from '../lenders/index.ts'

/** Where systems of other libraries that speak ISO 10161 call us. */
const Iso10161Settings = z.strictObject({
  enabled: z.boolean().default(false),
  host: z.string().min(1).max(255).default('127.0.0.1'),
  /** IANA's of inter-library loan, if not given. */
  port: z.int().min(0).max(65_535).default(1611),
  connections: z.int().min(1).max(10_000).default(100),
  connectionsPerAddress: z.int().min(1).max(10_000).default(10),
})

/** Where systems of other libraries post messages of ISO 18626 over TLS of our own. */
const TlsDoorSettings = z.strictObject({
  host: z.string().min(1).max(255).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8443),
  certificate: TlsFileName,
  key: TlsFileName,
  /** Who vouches for certificates that are known by a name in them; none is without it. */
  authorities: TlsFileName.optional(),
  connections: z.int().min(1).max(10_000).default(100),
  connectionsPerAddress: z.int().min(1).max(10_000).default(10),
})
export type TlsDoorSettings = z.infer<typeof TlsDoorSettings>

/** How we call libraries over https. */
const CallingSettings = z
  .strictObject({
    /** Symbols of those it holds for; all others if not given. */
    libraries: z.array(LibrarySymbol).min(1).max(1000).optional(),
    /** What we show those that ask for it. */
    certificate: TlsFileName.optional(),
    key: TlsFileName.optional(),
    /** Who vouches for their servers besides the usual authorities. */
    authorities: TlsFileName.optional(),
  })
  .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
    path: ['key'],
    message: 'certificate and key are needed together',
  })
  .refine(({ certificate, authorities }) => certificate !== undefined || authorities !== undefined, {
    path: ['certificate'],
    message: 'is needed, with key, or authorities',
  })
export type CallingSettings = z.infer<typeof CallingSettings>

/** How messages are exchanged with the systems of other libraries. */
export const ExchangeSettings = z.strictObject({
  /** Days after which a message is given up that its library does not take. */
  giveUpAfterDays: z.int().positive().max(60).default(3),
  /** Seconds a library's system has for its answer. */
  timeout: z.int().min(1).max(120).default(30),
  /** Networks of the house where partners may be, over http too. */
  allowNetworks: AllowNetworks,
  /** Messages one library may send in a minute. */
  perMinute: z.int().positive().max(100_000).default(120),
  /** The header in which a trusted proxy passes the fingerprint of a caller's certificate; none is believed without it. */
  certificateHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/)
    .transform((name) => name.toLowerCase())
    .optional(),
  /** Addresses of the proxies that are believed in that; nobody else is. */
  trustedProxies: z
    .array(
      z.string().refine((text) => readNetworks(text) !== undefined, 'must be an address or a network like 10.1.2.0/24'),
    )
    .max(100)
    .default([]),
  iso10161: Iso10161Settings.prefault({}),
  /** Off if not given. */
  tls: TlsDoorSettings.optional(),
  /** The first that names a library counts, else the first that names none. */
  calling: z.array(CallingSettings).max(1000).default([]),
})
export type ExchangeSettings = z.infer<typeof ExchangeSettings>
