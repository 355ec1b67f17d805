// The command in a few files, its packages among them. Starting is mostly finding and opening modules, and there are
// 1,400 of them.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
/** What the command is made of; the lock says which packages are built in. */
const sources = ['src', 'bin', 'package-lock.json'].map((name) => join(root, name))
const day = 24 * 60 * 60 * 1000

/** When a file, or the newest thing in a folder, was changed. */
function changedAt(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  // An editor's lock file may be a link that leads nowhere.
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => changedAt(`${path}/${name}`)))
}

/**
 * Builds a program into a folder two below the root, as its sources are: see src/kit/installation.ts.
 * @throws what esbuild says of a source that cannot be built
 */
export async function bundle(program, folder) {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: [program],
    outdir: folder,
    bundle: true,
    // What is imported only when it is needed stays apart.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    // Native code, and what is looked for though nobody has it.
    external: ['@node-rs/argon2', 'pg-native'],
    // Packages in CommonJS ask for Node's own modules.
    banner: {
      js: "import { createRequire as requireIn } from 'node:module'; const require = requireIn(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

/**
 * The built command: what stands in dist when no source is newer, else built now. Each build has a folder of its own,
 * named by the time of its newest source, for a process that still runs may yet import a part of an earlier one.
 * @returns its file; undefined where nothing may be written @throws what `bundle` throws
 */
export async function builtCommand() {
  const newest = Math.ceil(Math.max(...sources.map(changedAt)))
  const stands = Math.max(
    ...foldersOf(dist)
      .map(Number)
      .filter((made) => made >= newest),
  )
  if (stands > 0) return join(dist, String(stands), 'main.js')
  const folder = join(dist, `unfinished-${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    return undefined
  }
  const ready = join(dist, String(newest))
  try {
    await bundle('src/cli/main.ts', folder)
    renameSync(folder, ready)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    // Another process was quicker.
    if (!statSync(ready, { throwIfNoEntry: false })) throw error
  }
  for (const name of foldersOf(dist))
    if (statSync(join(dist, name), { throwIfNoEntry: false })?.mtimeMs < Date.now() - day)
      rmSync(join(dist, name), { recursive: true, force: true })
  return join(ready, 'main.js')
}

const foldersOf = (path) => (statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path) : [])
