import { expect } from 'chai'
import {
  makePartnerToken,
  partnersShowing,
  readAcquaintance,
  readPartnerHeader,
  revokePartnerToken,
  setPartnerHeader,
} from '../../../src/ill/index.ts'
import { useHouse } from '../house.ts'

const by = { name: 'Test', via: 'cli' } as const
const from = (address: string, more: object = {}) => ({ address, ...more })

describe('Libraries that call us', () => {
  const house = useHouse()
  const who = async (shown: Parameters<typeof partnersShowing>[1]) =>
    (await partnersShowing(house.db, shown)).map(({ id }) => id)

  it('are known by their token, which is stored as a hash alone', async () => {
    const [one, other] = [await house.lender(), await house.lender()]
    const token = await makePartnerToken(house.db, one.id, by, house.now)
    await makePartnerToken(house.db, other.id, by, house.now)
    expect(await who(from('192.0.2.1', { token }))).to.deep.equal([one.id])
    expect(await who(from('192.0.2.1', { token: `${token}x` }))).to.deep.equal([])
    expect(await who(from('192.0.2.1'))).to.deep.equal([])
    const stored = await house.db.selectFrom('partner_secrets').selectAll().where('lender_id', '=', one.id).execute()
    expect(JSON.stringify(stored)).not.to.include(token)
    const renewed = await makePartnerToken(house.db, one.id, by, house.now)
    expect(await who(from('192.0.2.1', { token }))).to.deep.equal([])
    expect(await who(from('192.0.2.1', { token: renewed }))).to.deep.equal([one.id])
    await revokePartnerToken(house.db, one.id, by)
    expect(await who(from('192.0.2.1', { token: renewed }))).to.deep.equal([])
  })

  it('show all that is set for them: token, address and certificate', async () => {
    const certificate = 'ab'.repeat(32)
    const shown = { fingerprint: certificate }
    const one = await house.lender({ networks: '198.51.100.0/24, 2001:db8::1', certificate })
    expect(await who(from('198.51.100.9', { certificate: shown }))).to.deep.equal([one.id])
    expect(await who(from('2001:db8::1', { certificate: shown }))).to.deep.equal([one.id])
    expect(await who(from('198.51.101.9', { certificate: shown }))).to.deep.equal([])
    expect(await who(from('198.51.100.9'))).to.deep.equal([])
    const token = await makePartnerToken(house.db, one.id, by, house.now)
    expect(await who(from('198.51.100.9', { certificate: shown }))).to.deep.equal([])
    expect(await who(from('198.51.100.9', { certificate: shown, token }))).to.deep.equal([one.id])
    expect(await who(from('203.0.113.1', { certificate: shown, token }))).to.deep.equal([])
  })

  it('are not let in when nothing is set for them, or they are no longer used', async () => {
    await house.lender()
    const gone = await house.lender({ networks: '203.0.113.7', active: false })
    expect(await who(from('203.0.113.7'))).not.to.include(gone.id)
    expect(await who(from('203.0.113.8'))).to.deep.equal([])
  })

  it('are shown a header, of which nothing is told but its name', async () => {
    const one = await house.lender()
    await setPartnerHeader(house.db, one.id, { name: 'Authorization', value: 'Bearer canary-1' }, by, house.now)
    expect(await readPartnerHeader(house.db, one.id)).to.deep.equal({ name: 'Authorization', value: 'Bearer canary-1' })
    expect(await readAcquaintance(house.db, one.id)).to.deep.equal({
      ...{ tokenMadeAt: null, headerName: 'Authorization', headerSetAt: house.now },
    })
    const audit = await house.db.selectFrom('audit').selectAll().where('subject_kind', '=', 'lender').execute()
    expect(audit.map(({ action }) => action)).to.include('lender.header-set')
    expect(JSON.stringify(audit)).not.to.include('canary-1')
    for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'X Y', ''])
      await setPartnerHeader(house.db, one.id, { name, value: 'x' }, by, house.now).then(
        () => expect.fail(name),
        (error: Error) => expect(error.message).to.include('header'),
      )
    for (const value of ['', 'two\r\nlines', 'ümlaut'])
      await setPartnerHeader(house.db, one.id, { name: 'Authorization', value }, by, house.now).then(
        () => expect.fail(value),
        () => {},
      )
  })
})
