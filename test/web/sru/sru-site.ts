import { defaultSru, type SruSettings } from '../../../src/web/sru/index.ts'
import { fillShelf } from '../../catalogue-shelf.ts'
import { allOf, parseXml, textsOf, type XmlElement } from '../../xml.ts'
import { openSite, type Site } from '../site.ts'

/** The shelf served over SRU for the tests of the calling `describe`, at `/sru/default`. */
export function useSru(settings: Partial<SruSettings> = {}) {
  let site: Site
  let ids: Record<string, number>
  before(async () => {
    site = await openSite([], { sru: { ...defaultSru, requestsPerMinute: 10_000, ...settings } })
    ids = await fillShelf(site.database)
  })
  after(() => site?.close())
  return {
    get ids() {
      return ids
    },
    get site() {
      return site
    },
    /** Asks, and reads the answer with a strict parser. */
    async ask(parameters: Record<string, string | number>): Promise<XmlElement> {
      const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))
      return parseXml(await (await site.get(`/sru/default?${query}`)).text())
    },
  }
}

/** `16 foo`: what was refused. */
export const diagnosticsOf = (answer: XmlElement): string[] =>
  allOf(answer, 'diagnostic').map((one) =>
    [...textsOf(one, 'uri').map((uri) => uri.replace('info:srw/diagnostic/1/', '')), ...textsOf(one, 'details')].join(
      ' ',
    ),
  )

export const hitsOf = (answer: XmlElement): number => Number(textsOf(answer, 'numberOfRecords')[0])

/** The last parts of 001 of the MARCXML records of an answer. */
export const numbersOf = (answer: XmlElement): string[] =>
  allOf(answer, 'controlfield').flatMap(({ attributes, text }) => (attributes['tag'] === '001' ? [text.slice(2)] : []))
