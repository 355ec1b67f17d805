import { parseXml, type XmlElement } from '../../xml.ts'

/** Every element but the root, as text of the document. */
function elementsOf(document: string): string[] {
  const flat = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(flat)]
  return [...new Set(flat(parseXml(document)).map(({ name }) => name))].slice(1)
}
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!
const whole = (name: string) => new RegExp(`<${name}(?: [^>]*)?/>|<${name}(?: [^>]*)?>.*?</${name}>`, 's')

/** Ways to spoil a document; some leave it valid. */
export const damages: readonly ((document: string, at: number) => string)[] = [
  (document, at) => document.replace(whole(pick(elementsOf(document), at)), ''),
  (document, at) => document.replace(whole(pick(elementsOf(document), at)), (found) => found + found),
  (document, at) => document.replace(whole(pick(elementsOf(document), at)), (found) => `<stranger/>${found}`),
  (document, at) => {
    const name = pick(elementsOf(document), at)
    return document.replace(whole(name), `<${name}>?</${name}>`)
  },
  (document, at) => {
    const name = pick(elementsOf(document), at)
    return document.replace(whole(name), (found) => found.replace(`<${name}`, `<${name} kind="odd"`))
  },
  (document, at) => {
    const [one, two] = [pick(elementsOf(document), at), pick(elementsOf(document), at + 1)]
    const [first, second] = [whole(one).exec(document)?.[0], whole(two).exec(document)?.[0]]
    if (!first || !second || first.includes(second) || second.includes(first)) return document
    return document
      .replace(first, () => '\u0001')
      .replace(second, () => first)
      .replace('\u0001', () => second)
  },
]
