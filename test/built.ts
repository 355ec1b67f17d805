import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

// As JavaScript the command is built by itself has no types.
const { bundle } = (await import(new URL('../bin/built.js', import.meta.url).href)) as {
  bundle: (program: string, folder: string) => Promise<void>
}

/**
 * A program from under the root, built as the command is: its file. So what is timed is node and no compiler, and what
 * is started again and again is there at once. A folder for each, for two may be built at a time.
 */
export async function built(program: string): Promise<string> {
  const folder = `dist/${dirname(program).replaceAll('/', '-')}-${basename(program, '.ts')}`
  await bundle(program, folder)
  return fileURLToPath(new URL(`../${folder}/${basename(program, '.ts')}.js`, import.meta.url))
}
