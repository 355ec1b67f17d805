import type { Request } from 'express'
import { type Citation, tidyCitation } from '../../../bib/index.ts'
import { Problem } from '../../../problems.ts'
import { parseOpenUrl } from '../../../standards/openurl/index.ts'

/** What the address of a form cites; nothing where it is no OpenURL. */
export function citationOfOpenUrl(req: Request): Citation {
  const query = /\?(.*)$/s.exec(req.url)?.[1] ?? ''
  if (query === '') return {}
  try {
    return tidyCitation(parseOpenUrl(query).citation)
  } catch (error) {
    if (error instanceof Problem) return {}
    throw error
  }
}
