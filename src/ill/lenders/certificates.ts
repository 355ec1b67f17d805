import { z } from 'zod'

const fingerprint = /^[0-9a-f]{64}$/
/** A name of the internet, RFC 1123: two labels at least, so that no single word is one. */
const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/
const most = 5

/**
 * Certificates a library may show: SHA-256 fingerprints, or names that stand in one which an authority of ours has vouched
 * for; separated by commas, each in lower case, a fingerprint without what stands between its digits.
 */
export const Certificates = z
  .string()
  .max(2000, 'Use at most 2000 characters.')
  .transform((text) =>
    text
      .split(/[,;\n]+/)
      .map((one) =>
        one
          .replace(/^\s*sha-?256( fingerprint)?\s*[:=]/i, '')
          .replace(/[\s:]+/g, '')
          .toLowerCase(),
      )
      .filter(Boolean),
  )
  .refine(
    (all) => all.every((one) => fingerprint.test(one) || hostName.test(one)),
    'Give SHA-256 fingerprints, of 64 digits from 0 to 9 and A to F, or names such as ill.example.org.',
  )
  .refine((all) => all.length <= most, `Give ${most} at most.`)
  .transform((all) => all.join(', '))

/** The certificate a caller shows. */
export interface ShownCertificate {
  /** SHA-256: hexadecimal digits, in lower case. */
  readonly fingerprint: string
  /** Whether a name stands in it, and an authority of ours vouches for that; for none where that is not known. */
  bears?(name: string): boolean
}

/** Whether a certificate is one of those that are set for a library, as `Certificates` gives them. */
export const isAmong = (set: string, shown: ShownCertificate | undefined): boolean =>
  shown !== undefined &&
  set.split(', ').some((one) => (fingerprint.test(one) ? one === shown.fingerprint : (shown.bears?.(one) ?? false)))
