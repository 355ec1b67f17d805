#!/usr/bin/env node
// Runs the built command, made anew when a source has changed since; the source itself where nothing may be written.
import { fileURLToPath, pathToFileURL } from 'node:url'
import { builtCommand } from './built.js'

const built = await builtCommand()
if (built) await import(pathToFileURL(built).href)
else {
  const { register } = await import('tsx/esm/api')
  register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) })
  await import('../src/cli/main.ts')
}
