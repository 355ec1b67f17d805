#!/usr/bin/env node
// Runs the compiled command when `npm run build` has made one and no source is newer; else the source itself.
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const built = new URL('dist/cli/main.js', root)
const source = new URL('src/cli/main.ts', root)

const changedAt = (url) => statSync(url, { throwIfNoEntry: false })?.mtimeMs

function newestSource() {
  const folder = new URL('src/', root)
  const changed = changedAt(folder)
  if (changed === undefined) return 0
  const paths = readdirSync(folder, { recursive: true }).map((path) => new URL(path, folder))
  // An editor's lock file may be a link that leads nowhere.
  return Math.max(changed, ...paths.map((path) => changedAt(path) ?? 0))
}

if ((changedAt(built) ?? -1) >= newestSource()) await import(built.href)
else {
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: fileURLToPath(new URL('tsconfig.json', root)) })
  await import(source.href)
}
