import { z } from 'zod'

/** A line of text that must say something. */
export const plainText = (longest: number, missing: string) =>
  z
    .string()
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim())
    .pipe(z.string().min(1, missing).max(longest, `Use at most ${longest} characters.`))
