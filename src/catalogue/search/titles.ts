import { fold } from '../../bib/index.ts'
import type { FieldedSearch, RpnQuery } from '../../standards/query/index.ts'

/** What titles may begin with that is not filed: where a record says so, its sort key goes without. */
const articles = new Set(
  'a an the der die das ein eine le la les un une el los las una il lo gli i uno o os as um uma de het een'.split(' '),
)

/** The text that, as a title, would be just what was meant, as titles are filed: also without its article. */
export function titleTexts(query: FieldedSearch | RpnQuery): readonly string[] {
  const text = 'root' in query ? '' : fold(query.title ?? query.any ?? '').slice(0, 120)
  const [first = '', ...rest] = text.split(' ')
  return [text, ...(articles.has(first) ? [rest.join(' ')] : [])].filter((title) => title !== '')
}
