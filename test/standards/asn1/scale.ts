/** Runs of a randomised test: `usual` of them, or TEST_SCALE times as many in a nightly run. */
export const runs = (usual: number): number => Math.ceil(usual * Number(process.env['TEST_SCALE'] ?? 1))

/** Milliseconds of work that tell a hang from a slow machine: ten times what is aimed at. */
export const hangGuard = (aim: number): number => aim * 10
