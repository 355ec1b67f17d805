import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The name of a file of certificates, PEM, read: its text, checked only in that it begins with a certificate. */
export const CertificateFile = z
  .string()
  .transform(readCertificates)
  .refine((text) => text !== undefined, 'must be a file of certificates, PEM')

/** A file of certificates; undefined where it is none. */
function readCertificates(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return new X509Certificate(text) && text
  } catch {
    return undefined
  }
}
