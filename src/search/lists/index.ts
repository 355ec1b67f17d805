/** Lists of targets that other programs keep: Koha's table of servers, settings of pazpar2. Pure. */
export {
  addressOf as addressOfEntry,
  type Compared,
  type ComparedList,
  compareList,
  countOutcomes,
  type Existing,
} from './compare.ts'
export { longestList } from './limits.ts'
export { readTargetList } from './list.ts'
export { type Listed, listFormatNames, type TargetList } from './types.ts'
