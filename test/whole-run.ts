import { stopTestServer } from './database.ts'

/** Where all tests run in one process, its server would keep it alive. */
export const mochaGlobalTeardown = stopTestServer
