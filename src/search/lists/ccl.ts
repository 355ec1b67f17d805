import { type FieldName, fields } from '../../standards/query/index.ts'

/** The names pazpar2's samples give the qualifiers of its query language, by what we call the fields. */
const qualifiers: Readonly<Record<string, FieldName>> = {
  ...Object.fromEntries(fields.map((field) => [field.toLowerCase(), field])),
  ...{ term: 'any', kw: 'any', ti: 'title', au: 'author', su: 'subject', bn: 'isbn', is: 'issn' },
  ...{ lc: 'lccn', date: 'year', pub: 'publisher', cn: 'controlNumber', dd: 'dewey' },
}

/** What a `pz:cclmap:` setting means here. */
export interface Qualified {
  readonly field: FieldName
  /** `1=4 4=6`; none where it names an index of SRU. */
  readonly attributes?: string
  readonly index?: string
}

/** The structures of CCL: words that all must be there, a phrase, a word. */
const structures: Readonly<Record<string, string>> = {
  ...{ al: '6', ag: '6', wl: '6', pw: '1', ph: '1', wd: '2', nm: '109' },
}

/**
 * A qualifier of CCL in YAZ's notation, `u=4 s=al t=l,r`, as Bib-1 attributes. Truncation and ranges are left out: the
 * search does these by what is typed. Undefined where there is no such field, or something else in it.
 */
export function qualified(name: string, spec: string): Qualified | undefined {
  const key = name.toLowerCase()
  const field = Object.hasOwn(qualifiers, key) ? qualifiers[key] : undefined
  if (!field) return undefined
  const attributes: string[] = []
  let index: string | undefined
  for (const token of spec.trim().split(/\s+/).filter(Boolean)) {
    const [, type = '', value = ''] = /^([a-z0-9]+)=(\S+)$/i.exec(token) ?? []
    const use = /^(?:u|1)$/i.test(type)
    if (use && /^\d+$/.test(value)) attributes.push(`1=${value}`)
    else if (use && /^[\w.-]{1,100}$/.test(value)) index = value
    else if (/^s$/i.test(type) && Object.hasOwn(structures, value)) attributes.push(`4=${structures[value]}`)
    else if (/^[2-6]$/.test(type) && /^\d+$/.test(value)) attributes.push(token)
    else if (!/^[rt]$/i.test(type)) return undefined
  }
  if (index !== undefined) return { field, index }
  return attributes.length > 0 ? { field, attributes: attributes.join(' ') } : undefined
}
