import express, { type Router } from 'express'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { endpoints } from './endpoints.ts'
import { openApiDocument } from './openapi.ts'

/** The API by address, and its description at `/openapi.json`. */
export function apiRouter(door: Door): Router {
  const router = express.Router()
  const all = endpoints(door)
  router.use(express.json({ limit: '64kb', strict: true }))
  for (const { method, path, handler } of all) router[method](path.replace(/\{(\w+)\}/g, ':$1'), handler)
  const document = openApiDocument(all, door.version)
  router.get('/openapi.json', (_req, res) => res.json(document))
  router.use(() => {
    throw new Problem('not-found', { what: 'operation' })
  })
  return router
}
