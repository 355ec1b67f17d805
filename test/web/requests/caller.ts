import { makeToken, type Permission } from '../../../src/accounts/index.ts'
import { actor } from '../our-catalogue.ts'
import type { SignedIn } from '../people.ts'
import type { Site } from '../site.ts'

/** JSON of an answer, as tests look into it. */
export type Json = { readonly [name: string]: unknown }

export interface Answer {
  readonly status: number
  readonly json: Json
  readonly headers: Headers
  readonly etag: string
}

/** Somebody who calls the API. */
export interface Caller {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  send(
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
}

function caller(site: Site, shown: Readonly<Record<string, string>>): Caller {
  const call = async (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>) => {
    const answer = await site.get(`/api/v1${path}`, {
      method,
      headers: { ...shown, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      json: (text ? JSON.parse(text) : {}) as Json,
      headers: answer.headers,
      etag: answer.headers.get('etag') ?? '',
    }
  }
  return {
    get: (path, headers = {}) => call('GET', path, undefined, headers),
    send: (method, path, body, headers = {}) => call(method, path, body, headers),
  }
}

/** A script of ours in the browser of somebody. */
export const script = (site: Site, { cookie, csrf }: SignedIn): Caller => caller(site, { cookie, 'x-csrf-token': csrf })

/** A program with a token of its own. */
export async function program(site: Site, ...permissions: readonly Permission[]): Promise<Caller> {
  const token = await makeToken(site.database.db, { name: 'Kiosk', permissions }, actor)
  return caller(site, { authorization: `Bearer ${token}` })
}
