import express, { type RequestHandler, type Router } from 'express'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { openApiDocument } from './openapi.ts'

/** The API by address, and its description at `/openapi.json`. */
export function apiRouter(door: Door): Router {
  const router = express.Router()
  const all = endpoints(door)
  router.use(express.json({ limit: '64kb', strict: true }))
  for (const { method, path, handler } of all) router[method](routeOf(path), handler)
  const document = openApiDocument(all, door.version)
  router.get('/openapi.json', (_req, res) => res.json(document))
  for (const path of new Set(all.map(({ path }) => path)))
    router.all(routeOf(path), refuseMethod(all.filter((one) => one.path === path).map(({ method }) => method)))
  router.all('/openapi.json', refuseMethod(['get']))
  router.use(() => {
    throw new Problem('not-found', { what: 'operation' })
  })
  return router
}

/** The pattern Express has for a path of OpenAPI. */
const routeOf = (path: string) => path.replace(/\{(\w+)\}/g, ':$1')

const refuseMethod = (methods: readonly Endpoint['method'][]): RequestHandler => {
  const allow = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])).join(', ')
  return () => {
    throw new Problem('method-not-allowed', { allow })
  }
}
