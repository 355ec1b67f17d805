import { z } from 'zod'
import { isLanguage, type MessageKind, messageKindNames } from '../../../messages/index.ts'

/** A kind of message in an address. */
export const KindInAddress = z.enum(messageKindNames as [MessageKind, ...MessageKind[]])

export const TemplateAddress = z.object({
  kind: KindInAddress,
  language: z.string().refine(isLanguage, 'A language is written like en or de-AT.'),
  /** A version to start from. */
  version: z.coerce.number().int().min(0).max(1_000_000).optional(),
  saved: z.coerce.number().int().min(1).max(1_000_000).optional(),
})
export type TemplateAddress = z.output<typeof TemplateAddress>

export const templateHref = (kind: MessageKind, language: string): string => `/admin/templates/${kind}/${language}`

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })
/** A language in English words. */
export const languageName = (language: string): string => names.of(language) ?? language
