import { type FieldName, fieldOf } from './fields.ts'

/** Tags with which a letter says all it needs to; nothing that loads, runs, hides or places anything. */
const tags = new Set(
  'p br strong em b i u s a ul ol li h1 h2 h3 blockquote hr table thead tbody tr th td div span pre code'.split(' '),
)
const withoutEnd = new Set(['br', 'hr'])
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
}
const anywhere = ['lang', 'dir']

const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z]+\s*=\s*"[^"]*")*)\s*(\/?)>/giy
const attribute = /([a-z]+)\s*=\s*"([^"]*)"/gi

/**
 * What is wrong with a letter's markup, as the offset and the words; undefined when nothing is. Markup is held to a few
 * tags and attributes, so that what is filled in, escaped, can never become more than text.
 */
export function htmlComplaint(source: string): { readonly offset: number; readonly detail: string } | undefined {
  const open: { readonly name: string; readonly offset: number }[] = []
  for (let offset = source.indexOf('<'); offset >= 0; offset = source.indexOf('<', tag.lastIndex)) {
    tag.lastIndex = offset
    const found = tag.exec(source)
    if (!found)
      return {
        offset,
        detail: 'this “<” begins no tag that can be used here; write &lt; for the sign, and values in double quotes',
      }
    const [, closing, given, attributes] = found
    const name = given!.toLowerCase()
    if (!tags.has(name))
      return { offset, detail: `<${name}> cannot be used in a message; these can: ${[...tags].join(', ')}` }
    if (closing) {
      const last = open.pop()
      if (last?.name !== name)
        return { offset, detail: last ? `</${name}> ends what <${last.name}> began` : `</${name}> ends nothing` }
      continue
    }
    for (const [, attributeName, value] of attributes!.matchAll(attribute)) {
      const detail = attributeComplaint(name, attributeName!.toLowerCase(), value!)
      if (detail) return { offset, detail }
    }
    if (!withoutEnd.has(name)) open.push({ name, offset })
  }
  const left = open.pop()
  return left && { offset: left.offset, detail: `<${left.name}> has no end` }
}

function attributeComplaint(tagName: string, name: string, value: string): string | undefined {
  if (name === 'href' && tagName === 'a') return addressComplaint(value)
  if (!anywhere.includes(name) && !attributesOf[tagName]?.includes(name))
    return `${name} cannot be used with <${tagName}>`
  return /^[\w-]*$/.test(value) ? undefined : `${name}="${value}" must be a word`
}

function addressComplaint(value: string): string | undefined {
  const field = /^\{(\w+)\}$/.exec(value)?.[1]
  if (field !== undefined) {
    // What is no field at all is complained of where fields are looked at.
    const known = fieldOf(field as FieldName)
    return known && known.type !== 'link' ? `{${field}} is no web address` : undefined
  }
  if (/[{}]/.test(value)) return 'a link leads to one field or to an address written out, not to a mixture'
  return /^(https?:\/\/|mailto:)[^\s"<>]+$/i.test(value)
    ? undefined
    : `“${value}” is no address a reader may be sent to`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Text as text of a markup, line breaks kept. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => escapes[sign]!).replaceAll('\n', '<br>')
