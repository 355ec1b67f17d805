import { z } from 'zod'
import { Agency, CompletionRules, cleanUpRules, OverlayRules } from '../rules/index.ts'

/** Section `select` of `catalogue.yaml`: what is done to a record that is taken from another library. */
export const SelectSettings = z.strictObject({
  ...cleanUpRules({ drop: ['9XX'] }),
  /** Codes of the libraries we search, by target id, for their control numbers; the id itself where none is given. */
  agencies: z.record(z.string(), Agency).default({}),
  overlay: OverlayRules.prefault({}),
  complete: CompletionRules.prefault({}),
})
export type SelectSettings = z.output<typeof SelectSettings>

/** The whole of `catalogue.yaml`. */
export const CatalogueFile = z.strictObject({ select: SelectSettings.prefault({}) })
