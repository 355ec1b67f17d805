import type { ImportBatch, ImportOutcome, ImportState } from '../../../catalogue/index.ts'

/** What people read of a state: sign, words and tone. */
export const stateWords: Readonly<
  Record<ImportState, readonly [tone: 'ok' | 'wait' | 'bad' | 'calm', sign: string, words: string]>
> = {
  staging: ['wait', '…', 'Arriving'],
  checking: ['wait', '…', 'Being checked'],
  staged: ['calm', '○', 'Ready to load'],
  loading: ['wait', '…', 'Loading'],
  paused: ['wait', '‖', 'Paused'],
  loaded: ['ok', '✓', 'Loaded'],
  undoing: ['wait', '…', 'Being undone'],
  undone: ['calm', '↶', 'Undone'],
  failed: ['bad', '✕', 'Failed'],
  cancelled: ['calm', '✕', 'Given up'],
}

/** What becomes, or became, of records. */
export const outcomeWords: Readonly<Record<ImportOutcome, readonly [words: string, about: string]>> = {
  new: ['New', 'no record of the catalogue is the same'],
  overlaid: ['Overlaid', 'takes the place of a record of the catalogue'],
  merged: ['Merged', 'a record of the catalogue takes fields from it'],
  unchanged: ['Unchanged', 'the catalogue holds just this'],
  kept: ['Kept', 'what the catalogue holds stays as it is'],
  skipped: ['Skipped', 'left out, as the profile says'],
  rejected: ['Rejected', 'cannot be loaded'],
}

/** Whether something is going on in the background. */
export const isBusy = ({ state }: ImportBatch): boolean => ['staging', 'checking', 'loading', 'undoing'].includes(state)
