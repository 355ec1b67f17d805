import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Likeness, likeness, mostForBrevity, mostOfSome, worthOfParts } from '../../bib/index.ts'
import { Layout } from '../components/layout.tsx'
import type { Door } from '../door.ts'
import { route } from '../route.ts'
import { sendPage } from '../send-page.ts'
import { likenessWords, partWords } from '../words-of-ranking.ts'

/** By what results are ordered, from the numbers that order them. */
export const orderingPage = (door: Door): RequestHandler =>
  route(z.object({}), (_, { res }) => sendPage(res, <Ordering door={door} />))

const degrees = Object.keys(likeness) as Likeness[]
const parts = (Object.keys(partWords) as (keyof typeof partWords)[]).sort((a, b) => worthOfParts[b] - worthOfParts[a])
/** What is the same or not, and nothing between. */
const plain: ReadonlySet<string> = new Set(['number', 'year'])

const Ordering = ({ door }: { readonly door: Door }) => (
  <Layout door={door} title="How results are ordered">
    <article class="ordering">
      <h1>How results are ordered</h1>
      <p>
        The best match is what says most plainly what you searched for. Each part of a record gets points for how like
        it is to what you typed; the points of all fields you filled in are added up.
      </p>
      <div class="scroll panel">
        <table class="rows points">
          <caption class="hidden">Points for each part of a record</caption>
          <thead>
            <tr>
              <th scope="col">Part</th>
              {degrees.map((degree) => (
                <th key={degree} scope="col" class="num">
                  {likenessWords[degree]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part}>
                <th scope="row">{partWords[part]}</th>
                {degrees.map((degree) => (
                  <td key={degree} class="num" data-label={likenessWords[degree]}>
                    {pointsFor(part, degree)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul>
        <li>
          A short title that holds what you typed gets up to {percent(mostForBrevity)} more than a long one. An article
          at its beginning does not count, nor do accents, capitals and punctuation; a title without its subtitle is
          nearly the whole one.
        </li>
        <li>
          Words typed in “Anywhere” may be spread: each counts as in the part that has it, and the mean of all is taken
          where that is more.
        </li>
        <li>Of equals the fuller record comes first, then the one that arrived first.</li>
        <li>
          Which library a record is from, and how quickly that answers, counts for nothing: points come from the record
          and your words alone. Hits that come late wait below the list until you ask for them.
        </li>
      </ul>
      <p>
        By year, title or author: libraries that can sort put all they have in that order before any is fetched. Of
        those that cannot, what came is sorted here. The list says who did what.
      </p>
    </article>
  </Layout>
)

const percent = (share: number) => `${Math.round(share * 100)} points in a hundred`

function pointsFor(part: keyof typeof worthOfParts, degree: Likeness): string {
  const worth = worthOfParts[part]
  if (degree === 'whole') return String(worth)
  if (plain.has(part)) return '–'
  return degree === 'some' ? `up to ${worth * mostOfSome}` : String(Math.round(worth * likeness[degree]))
}
