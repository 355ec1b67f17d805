/** What the command line's exit codes mean. */
export const exitCodes = { done: 0, failed: 1, badArguments: 2, allTargetsFailed: 3 } as const
