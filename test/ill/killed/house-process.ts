import { startApp } from '../../../src/app.ts'
import { createLog, readEnvironment } from '../../../src/kit/index.ts'
import { TargetsFile } from '../../../src/search/index.ts'

/** What it is told: the variables of its house. */
export type Opening = Readonly<Record<string, string>>
/** What it says: that it is there, and where its house is open. */
export type Word = 'ready' | { readonly url: string } | { readonly error: string }

/** A whole house in a process, to be killed. All that takes long is done before it is told to open. */
const say = (word: Word) => process.send?.(word)
process.once('message', (variables: Opening) => {
  startApp(readEnvironment(variables), TargetsFile.parse({}), createLog('silent')).then(
    ({ url }) => say({ url }),
    (error: Error) => say({ error: String(error.stack) }),
  )
})
// Whoever started it is gone.
process.on('disconnect', () => process.exit())
say('ready')
