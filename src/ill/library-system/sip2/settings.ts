import { z } from 'zod'
import { AllowNetworks } from '../../../kit/http/index.ts'
import { CertificateFile } from '../../../kit/index.ts'
import { patronStatuses, sip2Charsets } from '../../../standards/sip2/index.ts'

/** What stands in a field ends neither it nor its message. */
const said = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^|\p{Cc}]*$/u, 'must not have a bar or a line end in it')

/** A library's own system that speaks SIP2. */
export const Sip2Settings = z.strictObject({
  host: z.string().trim().min(1).max(255),
  port: z.int().min(1).max(65_535).default(6001),
  tls: z
    .union([
      z.boolean(),
      z.strictObject({
        rejectUnauthorized: z.boolean().default(true),
        serverName: z.string().max(255).optional(),
        /** Who vouches for it besides the usual authorities. */
        certificates: CertificateFile.optional(),
      }),
    ])
    .default(false)
    .transform((tls) => (tls === true ? { rejectUnauthorized: true } : tls === false ? undefined : tls)),
  /** Networks of the house where it may be: without TLS it is nowhere else. */
  allowNetworks: AllowNetworks,
  /** Seconds it has for an answer. */
  timeout: z.int().min(1).max(120).default(10),
  /** Seconds a connection is kept that nobody needs. */
  idle: z.int().min(1).max(3600).default(60),
  /** Field AO. */
  institution: said(200),
  login: z.strictObject({ user: said(200), password: said(200), location: said(200).optional() }).optional(),
  /** Field AC. */
  terminalPassword: said(200).default(''),
  charset: z.enum(sip2Charsets).default('utf-8'),
  /** Messages have numbers and sums. */
  checksum: z.boolean().default(true),
  lineEnd: z.enum(['cr', 'crlf']).default('cr'),
  /** Three digits; 000 is unknown. */
  language: z
    .string()
    .regex(/^\d{3}$/, 'must be three digits')
    .default('000'),
  /** Where it is asked for its status once, after the login. */
  status: z.boolean().default(true),
  /** Which message asks for patrons: the longer one also tells of e-mail and expiry. */
  ask: z.enum(['patronInformation', 'patronStatus']).default('patronInformation'),
  /** After each patron it is told that they are done. */
  endSession: z.boolean().default(false),
  /** What it says against a patron that keeps them from borrowing. */
  blockedBy: z.array(z.enum(patronStatuses)).default(['chargeDenied', 'cardLost']),
})
export type Sip2Settings = z.infer<typeof Sip2Settings>
