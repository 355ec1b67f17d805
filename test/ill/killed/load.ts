import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname } from 'node:path'
import { constants, Script } from 'node:vm'

/** Runs a program with what V8 made of it before: `load.cjs FILE`. With `keep` it writes that down, and ends. */
const [file, keep] = process.argv.slice(2) as [string, string?]
const kept = `${file}.v8`
const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
  filename: file,
  ...(keep === undefined && existsSync(kept) && { cachedData: readFileSync(kept) }),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
const module = new Module(file)
module.filename = file
script.runInThisContext()(module.exports, Module.createRequire(file), module, file, dirname(file))
if (keep !== undefined) {
  writeFileSync(kept, script.createCachedData())
  process.exit()
}
