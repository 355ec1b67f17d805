/** What files of configuration say of changing records that come from elsewhere. */
export { Agency, CompletionRules, cleanUpRules, OverlayRules } from './rules.ts'
