import { runCommandLine } from './command-line.ts'

// Whoever reads our output may leave (`farshelf demo | head -1`): that must not end what we do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await runCommandLine(process.argv.slice(2), process)
