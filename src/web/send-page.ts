import type { Response } from 'express'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'

/** Sends a page. It may be kept for going back, but is asked for anew before it is shown again. */
export function sendPage(res: Response, page: VNode, status = 200): void {
  res
    .status(status)
    .set('Cache-Control', 'private, no-cache')
    .type('html')
    .send(`<!doctype html>${render(page)}`)
}
