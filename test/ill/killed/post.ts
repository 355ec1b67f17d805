import { expect } from 'chai'
import { listTroubles } from '../../../src/messages/index.ts'
import type { MailServerForTests } from '../../mail-server.ts'
import type { House } from '../create-house.ts'

/** What became of the letters about a request: none was taken twice. By state. */
export async function lettersOf({ db }: House, { taken }: MailServerForTests, request: number) {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'key', 'state', 'message_id'])
    .where('request_id', '=', request)
    .orderBy('id')
    .execute()
  return rows.map(({ message_id, ...row }) => {
    const times = taken.filter((one) => message_id !== null && one.header('Message-ID') === message_id).length
    expect(times, `${row.key}, ${row.state}`).to.be.lessThan(2)
    return { ...row, times }
  })
}

/** Every letter was sent once; or perhaps once, and somebody is asked to look. Gives how many of each. */
export async function expectPosted(house: House, server: MailServerForTests, request: number) {
  const letters = await lettersOf(house, server, request)
  const troubles = (await listTroubles(house.db)).flatMap((one) => (one.what === 'message' ? [one.id] : []))
  for (const { id, key, state, times } of letters) {
    expect(state, key).to.be.oneOf(['sent', 'unsure'])
    if (state === 'sent') expect(times, key).to.equal(1)
    else expect(troubles, `${key} is among the problems`).to.include(id)
  }
  const count = (state: string) => letters.filter((one) => one.state === state).length
  return { sent: count('sent'), unsure: count('unsure') }
}
