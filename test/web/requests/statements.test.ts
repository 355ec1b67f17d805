import { expect } from 'chai'
import { type SignedIn, signIn, signInWith } from '../people.ts'
import { statementCounter } from '../statements.ts'
import { type Office, openOffice } from './office.ts'

/** Rows of the small house and of the large one. */
const [few, many] = [2, 9]

describe('Pages and answers about requests', () => {
  let office: Office
  let counting: ReturnType<typeof statementCounter>
  let staff: SignedIn
  const readers = new Map<number, SignedIn>()
  const requests = new Map<
    number,
    { readonly ids: readonly number[]; readonly publicId: string; readonly lines: readonly number[] }
  >()

  before(async () => {
    office = await openOffice()
    counting = statementCounter(office.site.database.pool)
    staff = await signIn(office.site, 'requests', 'admin')
    for (const rows of [few, many]) {
      const reader = await signInWith(office.site, 'patron', [{ role: 'patron' }], `Reader of ${rows}`)
      readers.set(rows, reader)
      const ids: number[] = []
      let publicId = ''
      const lines: number[] = []
      for (let n = 0; n < rows; n++) {
        const request = await office.place(`Set of ${rows} ${n}`, { patronId: reader.id })
        ids.push(request.id)
        if (n > 0) continue
        publicId = request.publicId
        await office.link(request.id)
        for (let of = 0; of < rows; of++) {
          const line = await office.ask(request.id)
          lines.push(line)
          await office.act(line, 'request', { transmit: true, another: true })
        }
      }
      requests.set(rows, { ids, publicId, lines })
    }
  })
  after(() => office?.close())

  const card = (rows: number) => `Reader-of-${rows}`
  const pages: Readonly<Record<string, (rows: number) => readonly [who: SignedIn, path: string]>> = {
    'the list': (rows) => [staff, `/requests/list?card=${card(rows)}`],
    'the list as a file': (rows) => [staff, `/requests/list/file?card=${card(rows)}`],
    'several, to be acted on': (rows) => [
      staff,
      `/requests/bulk?event=inProcess&${requests
        .get(rows)!
        .ids.map((id) => `id=${id}`)
        .join('&')}`,
    ],
    'Manage ILL': (rows) => [staff, `/requests/${requests.get(rows)!.ids[0]}/lenders`],
    'several lenders, to be acted on': (rows) => {
      const { ids, lines } = requests.get(rows)!
      return [staff, `/requests/${ids[0]}/lenders/bulk?event=shipped&${lines.map((id) => `line=${id}`).join('&')}`]
    },
    ...Object.fromEntries(
      ['bib', 'lenders', 'messages', 'item', 'history'].map((tab) => [
        `a request, ${tab}`,
        (rows: number) => [staff, `/requests/${requests.get(rows)!.ids[0]}?tab=${tab}`] as const,
      ]),
    ),
    'My requests': (rows) => [readers.get(rows)!, '/account/requests'],
    'one of them': (rows) => [readers.get(rows)!, `/account/requests/${requests.get(rows)!.publicId}`],
    'requests by the API': (rows) => [staff, `/api/v1/requests?card=${card(rows)}`],
    'one’s own by the API': (rows) => [readers.get(rows)!, '/api/v1/requests'],
    'a request by the API': (rows) => [staff, `/api/v1/requests/${requests.get(rows)!.ids[0]}`],
    'its history by the API': (rows) => [staff, `/api/v1/requests/${requests.get(rows)!.ids[0]}/history`],
  }

  for (const [name, of] of Object.entries(pages))
    it(`ask the database as often for many rows as for few: ${name}`, async () => {
      const asked = async (rows: number) => {
        const [who, path] = of(rows)
        // Sessions are noted as used once in a while.
        await (await who.get(path)).text()
        return await counting(async () => {
          const answer = await who.get(path)
          expect([path, answer.status]).to.deep.equal([path, 200])
          await answer.text()
        })
      }
      const [less, more] = [await asked(few), await asked(many)]
      expect(less.length).to.be.greaterThan(0)
      expect(more.length, more.join('\n---\n')).to.equal(less.length)
    })
})
