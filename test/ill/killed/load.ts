import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname } from 'node:path'
import { constants, Script } from 'node:vm'

/** Runs a program with what V8 made of it before: `load.cjs FILE …`. `load.cjs --keep FILE` writes that down, and ends. */
const keep = process.argv[2] === '--keep'
// The program is to find what is meant for it where it would without us.
process.argv.splice(1, keep ? 2 : 1)
const file = process.argv[1]!
const kept = `${file}.v8`
const script = new Script(Module.wrap(readFileSync(file, 'utf8')), {
  filename: file,
  ...(!keep && existsSync(kept) && { cachedData: readFileSync(kept) }),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
const module = new Module(file)
module.filename = file
script.runInThisContext()(module.exports, Module.createRequire(file), module, file, dirname(file))
if (keep) {
  writeFileSync(kept, script.createCachedData())
  process.exit()
}
