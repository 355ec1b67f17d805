import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express, { type Router } from 'express'
import { installed } from '../kit/index.ts'

/** The address of a style sheet, script or picture of ours. */
export type Assets = (name: string) => string

// Building copies no styles or scripts.
const folder = fileURLToPath(installed('src/web/assets/'))

/**
 * Serves the folder of assets under an address that holds the hash of their bytes: a browser may keep them for ever,
 * and asks anew as soon as one of them has changed.
 */
export function serveAssets(): { readonly assets: Assets; readonly router: Router } {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(folder + name))
  const base = `/assets/${hash.digest('hex').slice(0, 12)}`
  const router = express.Router()
  router.use(base, express.static(folder, { immutable: true, maxAge: '1y', index: false, redirect: false }))
  return { assets: (name) => `${base}/${name}`, router }
}
