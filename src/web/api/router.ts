import express, { type RequestHandler, type Router } from 'express'
import { Problem } from '../../problems.ts'
import type { Door } from '../door.ts'
import { allow, fromOurScript } from '../guard.ts'
import { policy, ruleOf } from '../policy/index.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { openApiDocument } from './openapi.ts'

/** The API by address, and its description at `/openapi.json`. */
export function apiRouter(door: Door): Router {
  const router = express.Router()
  const all = endpoints(door)
  for (const { method, path, file, bodyLimit = '64kb', handler } of all) {
    const rule = ruleOf(`${method.toUpperCase()} /api/v1${routeOf(path)}`)
    const body = express.json({ limit: bodyLimit, strict: true })
    const checks = method === 'get' ? [allow(rule)] : [allow(rule), fromOurScript, ...(file ? [] : [body])]
    router[method](routeOf(path), ...checks, handler)
  }
  // Made when it is first asked for: it takes as long as a fifth of the start.
  let document: ReturnType<typeof openApiDocument> | undefined
  router.get('/openapi.json', allow(policy['GET /api/v1/openapi.json']), (_req, res) => {
    document ??= openApiDocument(all, door.version)
    res.json(document)
  })
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
