import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { findLender, partnersShowing } from '../../src/ill/index.ts'
import { farshelf } from './command-line.ts'
import { useCommandLine } from './house.ts'

describe('farshelf lenders', () => {
  const { data, path: pathOf, file } = useCommandLine()

  it('checks a file, takes it in, and takes nothing in twice', async () => {
    const path = await file('good.csv', 'symbol,name\nDE-12,Staatsbibliothek\n')
    expect((await farshelf('lenders', 'import', '--check', path)).out).to.equal(
      'Would be: 1 added, 0 changed, 0 as they were.\n',
    )
    expect(await findLender(data.database.db, 'DE-12')).to.equal(undefined)
    const { code, out } = await farshelf('lenders', 'import', path)
    expect([code, out]).to.deep.equal([0, 'Lenders: 1 added, 0 changed, 0 as they were.\n'])
    expect((await farshelf('lenders', 'import', path)).out).to.include('0 added, 0 changed, 1 as they were')
  })

  it('says in which line and column something is wrong', async () => {
    const path = await file('bad.csv', 'symbol,name,loan days\nXX-1,One,\nXX-2,Two,0\n')
    const { code, out, err } = await farshelf('lenders', 'import', path)
    expect(code).to.equal(1)
    expect(out).to.include('Nothing was taken in: 1 thing')
    expect(err).to.equal(`${path}, line 3, loan days: Give a number from 1 to 365.\n`)
    expect(await findLender(data.database.db, 'XX-1')).to.equal(undefined)
    expect((await farshelf('lenders', 'import', pathOf('none.csv'))).code).to.equal(2)
  })

  it('writes what it takes in again', async () => {
    const path = pathOf('all.csv')
    expect((await farshelf('lenders', 'export', '--output', path)).code).to.equal(0)
    expect(await readFile(path, 'utf8')).to.include('ISIL:DE-12,Staatsbibliothek')
    expect((await farshelf('lenders', 'import', path)).out).to.include('0 added, 0 changed, 1 as they were')
    expect((await farshelf('lenders', 'export')).out).to.equal(await readFile(path, 'utf8'))
  })

  it('tells what the columns hold', async () => {
    expect((await farshelf('lenders', 'import', '--help')).out)
      .to.include('closed weekdays')
      .and.include('Sat Sun')
  })

  it('gives a library a token, printed alone, and takes what we show it from standard input', async () => {
    const { code, out } = await farshelf('lenders', 'token', 'de-12')
    expect(code).to.equal(0)
    const token = out.trim()
    expect(token).to.match(/^fsp_[\w-]{43}$/)
    expect(await partnersShowing(data.database.db, { token, address: '::1' })).to.have.length(1)
    expect((await farshelf('lenders', 'token', 'XX-nobody')).code).to.equal(2)
    // Nothing comes in on standard input.
    expect((await farshelf('lenders', 'header', 'DE-12')).code).to.equal(2)
    expect((await farshelf('lenders', 'header', 'DE-12', '--remove')).out).to.equal('It is shown nothing more.\n')
  })
})
