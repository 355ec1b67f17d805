import type { Response } from 'express'
import { h, type VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { Visit } from './components/visit.tsx'
import { visitorOf } from './visitor.ts'

/**
 * Sends a page. It may be kept for going back, but is asked for anew before it is shown again; what somebody sees who is
 * known, and what a handler says so of, is not kept at all.
 */
export function sendPage(res: Response, page: VNode, status = 200): void {
  const visitor = visitorOf(res)
  const html = render(h(Visit.Provider, { value: visitor, children: page }))
  res
    .status(status)
    .set(
      'Cache-Control',
      res.get('Cache-Control') ?? (visitor.by === 'nothing' ? 'private, no-cache' : 'private, no-store'),
    )
    .type('html')
    .send(`<!doctype html>${html}`)
}
