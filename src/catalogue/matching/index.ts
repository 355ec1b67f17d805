export {
  bibsWithKeys,
  type CatalogueMatch,
  findMatches,
  findMatchesOf,
  lockForMatching,
  type MatchReason,
  matchingKeys,
  matchReasons,
  reasonFor,
} from './match.ts'
