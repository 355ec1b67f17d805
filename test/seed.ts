import { configureGlobal } from 'fast-check'

/**
 * What random tests begin with: the same for everybody, so that what is red is red for a change that was made. Another
 * number finds other things, and is printed with what it found.
 */
export const seed = Number(process.env['TEST_SEED'] ?? 20_261_127)

configureGlobal({ seed })
