import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What is run to start a program, and what it is given first. */
export interface Quick {
  readonly loader: string
  readonly program: string
}

/**
 * A program that is started some hundred times: in one file, and with what V8 has made of it, which is half of what its
 * start takes. In a folder two below the root, as its sources are: see src/kit/installation.ts.
 */
export async function quick(program: string): Promise<Quick> {
  const folder = join(root, 'dist', `quick-${basename(program, '.ts')}`)
  mkdirSync(folder, { recursive: true })
  const made = async (source: string) => {
    const outfile = join(folder, `${basename(source, '.ts')}.cjs`)
    await build({
      ...{ absWorkingDir: root, entryPoints: [source], outfile, bundle: true, minify: true },
      ...{ format: 'cjs', platform: 'node', target: 'node20', logLevel: 'error' },
      // Native code, what nobody has, and what is imported only where it is needed: which is not here.
      external: ['@node-rs/argon2', 'pg-native', 'bwip-js', '@viz-js/viz', 'imapflow'],
      banner: { js: "const here = require('node:url').pathToFileURL(__filename).href;" },
      define: { 'import.meta.url': 'here' },
    })
    return outfile
  }
  const [loader, file] = [await made('test/ill/killed/load.ts'), await made(program)]
  execFileSync(process.execPath, [loader, '--keep', file])
  return { loader, program: file }
}
