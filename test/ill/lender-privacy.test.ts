import { expect } from 'chai'
import { letters } from '../../src/ill/adapters/letters.ts'
import { readRequest } from '../../src/ill/index.ts'
import { lenderMessages } from '../../src/ill/ports.ts'
import { kindOf, messageKindNames } from '../../src/messages/index.ts'
import { ann, useHouse } from './house.ts'

const reader = { name: 'Zebulon Quuxworthy', login: 'CARD-99887766', email: 'zeb@quux.example' } as const
const telling = /zebulon|quux|99887766|zeb@/i

describe('What leaves for a lender', () => {
  const house = useHouse()

  /** Every letter there is, each about a loan of its own whose reader nobody could overlook: no limit is reached. */
  async function written(publicNote: string, protocol: 'email' | 'script' = 'email') {
    const lines: number[] = []
    for (const message of lenderMessages) {
      const { request, line } = await house.line({
        order: { note: `For ${reader.name}, ${reader.email}` },
        lender: { protocol },
      })
      const theirs = house.db.updateTable('people').where('id', '=', request.patron.id)
      await theirs.set(reader).execute()
      const named = (await readRequest(house.db, { id: request.id }))!
      expect(named.patron.name).to.equal(reader.name)
      const form = { publicNote, privateNote: reader.name, patronNote: reader.name, dueDate: '2026-06-01' }
      const act = { line, request: named, actor: ann, via: 'page', at: house.now, form }
      const channel = letters({ library: 'Our Library' })
      await house.database.tx((tx) => channel.send(tx, message, act, `${line.id}:${message}`))
      // A card is one reader's.
      await theirs.set({ login: `gone-${line.id}` }).execute()
      lines.push(line.id)
    }
    return house.db.selectFrom('messages').selectAll().where('line_id', 'in', lines).execute()
  }

  for (const protocol of ['email', 'script'] as const)
    it(`never tells who the reader is, whatever letter it is: ${protocol}`, async () => {
      const rows = await written('Thank you.', protocol)
      expect(rows).to.have.length(lenderMessages.length)
      // What we write as a lender goes to a library that never said who its reader is.
      const lenderKinds = messageKindNames.filter(
        (kind) => kindOf(kind).audience === 'lender' && !kind.startsWith('lending-'),
      )
      expect(new Set(rows.map(({ kind }) => kind))).to.deep.equal(new Set(lenderKinds))
      for (const { kind, state, reason, subject, text, html, fields, to_name, to_address } of rows) {
        expect(JSON.stringify([subject, text, html, fields, to_name, to_address]), kind).not.to.match(telling)
        expect([state, reason], kind).to.deep.equal(['queued', null])
      }
    })

  for (const note of [`It is for ${reader.name}.`, `Card ${reader.login}`, `Write to ${reader.email}`])
    it(`waits for somebody to decide where a note tells it: ${note}`, async () => {
      const rows = await written(note)
      expect(rows).to.have.length(lenderMessages.length)
      for (const { kind, state, reason } of rows)
        expect([state, reason], kind).to.deep.equal(['held', 'it names the reader, and a lender is not to know'])
    })
})
