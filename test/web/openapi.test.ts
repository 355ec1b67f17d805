import { expect } from 'chai'
import type { Router } from 'express'
import { apiRouter } from '../../src/web/api/router.ts'
import type { Door } from '../../src/web/door.ts'
import { openSite, type Site } from './site.ts'

interface Operation {
  readonly operationId: string
  readonly responses: Record<string, { content?: Record<string, unknown> }>
}

describe('The description of the API', () => {
  let site: Site
  let document: {
    openapi: string
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, unknown> }
  }

  before(async () => {
    site = await openSite([{ id: 'northfield', records: 'northfield' }])
    document = await (await site.get('/api/v1/openapi.json')).json()
  })
  after(() => site.close())

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    )

  it('is OpenAPI 3.1', () => {
    expect(document.openapi).to.equal('3.1.0')
  })

  it('has every route of the router, and no other', () => {
    const router: Router = apiRouter({ version: '0' } as Door)
    const routes = router.stack
      .flatMap(({ route }) => (route ? [route as unknown as { path: string; methods: Record<string, boolean> }] : []))
      .filter(({ path }) => path !== '/openapi.json')
      .flatMap(({ path, methods }) =>
        Object.keys(methods).map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
      )
      // What refuses every other method.
      .filter((route) => !route.startsWith('_all '))
    expect(routes.length).to.be.greaterThan(6)
    expect(operations().map(({ method, path }) => `${method} ${path}`)).to.have.members(routes)
  })

  it('names every operation once, its parameters and its problems', () => {
    const ids = operations().map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).to.equal(ids.length)
    for (const { path, operation } of operations()) {
      const { parameters = [] } = operation as { parameters?: { name: string; in: string }[] }
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)
      expect(path.match(/\{\w+\}/g) ?? []).to.have.members(named)
      expect(operation.responses['500']!.content).to.have.property('application/problem+json')
    }
  })

  it('names the shapes of the answers, and leaves no reference open', () => {
    expect(Object.keys(document.components.schemas)).to.include.members([
      'Brief',
      'Hit',
      'SearchPage',
      'SearchEvent',
      'Problem',
    ])
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect(references.filter((name) => !(name! in document.components.schemas))).to.deep.equal([])
  })
})
