import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { leave, openPage, startChromium } from '../web/chromium.ts'
import { type Typist, typistAt } from './keyboard.ts'
import { type Demo, startDemo } from './running-demo.ts'

/** Section 1 of the domain page, S0 to S21, as those do it who do it. */
describe('A loan from Place Request to Completed, by keyboard alone', function () {
  this.timeout(120_000)
  // Each step goes on where the one before it ended.
  this.bail(true)
  let demo: Demo
  let browser: Browser
  let reader: Typist
  let officer: Typist
  let desk: Typist
  let number: string
  const mishaps: string[][] = []
  const title = 'A tale of love and darkness'

  const open = async () => {
    const opened = await openPage(browser)
    mishaps.push(opened.mishaps)
    return typistAt(opened.page, demo.url)
  }
  async function signIn(typist: Typist, login: string, door = '/staff/login') {
    await typist.visit(door)
    await typist.type(/name|card/i, login)
    await typist.type(/password|pin/i, demo.secretOf(login))
    await typist.follow('Sign in')
  }

  before(async function () {
    browser = await startChromium(this)
    demo = await startDemo()
    reader = await open()
    officer = await open()
    desk = await open()
    await signIn(officer, 'ill')
    await signIn(desk, 'desk')
  })
  after(async () => {
    await browser?.close()
    demo?.process.kill('SIGKILL')
  })
  afterEach(() => expect(mishaps.flat()).to.deep.equal([]))

  it('S0: is placed at a hit of other libraries, signing in on the way', async () => {
    await reader.visit('/')
    await reader.type('Search for', 'oz tale of love')
    await reader.follow('Search')
    await reader.follow('Search other libraries')
    await reader.page.getByRole('link', { name: /^Place Request/ }).waitFor()
    await reader.follow(`Place Request: ${title}`)
    await reader.type('Card number', '20010002')
    await reader.type('PIN or password', demo.secretOf('20010002'))
    await reader.follow('Sign in')
    await reader.choose('Pick it up at', 'Main')
    await reader.follow('Place Request')
    const told = await reader.text()
    number = /R-\d+/.exec(told)![0]
    expect(told).to.include('Your request is placed')
  })

  it('S1, S2: is new work on the card Pending', async () => {
    await officer.visit('/requests')
    await officer.follow(/^Pending/)
    expect(await officer.text())
      .to.include(title)
      .and.include('Pending review')
    await officer.follow(number)
    expect(await officer.text()).to.include('for Farid Nasser, card 20010002 · to be picked up at Main Library')
  })

  it('S3: is assigned, and stands on the card Assigned to me', async () => {
    await officer.press('Actions')
    await officer.open('Assign', 'h1:text("Assign")')
    await officer.choose(/Assign to/, 'Me – Gudrun')
    await officer.follow('Assign')
    expect(await officer.text()).to.include('Assigned')
    await officer.visit('/requests')
    expect(await officer.text()).to.include('Assigned to me')
  })

  it('S4: is put In Process, with a message that was ticked', async () => {
    await officer.follow(/^Still to be done/)
    await officer.follow(number)
    await officer.open('In Process', 'h1:text("In Process")')
    await officer.tick('Notify borrower')
    await officer.follow('In Process')
    expect(await officer.text()).to.include('In process')
    await officer.follow('Messages')
    expect(await officer.text()).to.include('to Farid Nasser')
  })

  it('S6: is not held here, is found elsewhere, and imported and linked by one press', async () => {
    await officer.follow('Bibliographic info')
    await officer.open('Search', ':text("We do not have it.")')
    await officer.open('External Search', '.hit h3 a')
    await officer.open(title, '#record')
    await officer.follow(`Select Record for ${number}: ${title}`)
    expect(await officer.text())
      .to.include('Oz, Amos')
      .and.not.include('Not linked')
  })

  it('S11 to S14: is asked of a lender chosen from the directory, who gets a letter', async () => {
    await officer.follow('Manage Lenders')
    await officer.open('Add', 'h1:text("Add a lender")')
    await officer.type('Name, place or symbol', 'eastb')
    await officer.open('Search', '[role=status]:text-is("1 lender")')
    await officer.follow('Select Record Eastbrook University')
    expect(await officer.text()).to.include('Awaiting')
    await officer.open('Requested', 'h1:text("Requested")')
    await officer.type('Note to the lender', 'The second printing, please.')
    await officer.open('Requested', ':text("press the button again to send it")')
    await officer.follow('Requested')
    expect(await officer.text()).to.include('Requested')
  })

  it('S15 to S17: is shipped and received, once, and left open', async () => {
    await officer.open('Shipped from lender', 'h1')
    await officer.follow('Shipped from lender')
    await officer.open('Received as loan', 'h1')
    await officer.type(/^Accession number/, 'ILL-0001')
    await officer.type('Date due back at lender', '05012099')
    await officer.open('Received as loan', 'h1:text("Request Complete")')
    await officer.follow('Cancel')
    await officer.follow(/^‹ R-/)
    await officer.follow('Item')
    expect(await officer.text()).to.include('ILL-0001')
  })

  const scan = async (code: string) => {
    await desk.page.locator('#code:focus').waitFor()
    await desk.page.keyboard.type(code)
    await desk.page.keyboard.press('Enter')
    await desk.page.locator('.scans > li').filter({ hasText: code }).first().waitFor()
  }

  it('S18, S19: is allocated to its reader at the front desk, and issued', async () => {
    await desk.visit('/desk?mode=in')
    await scan('ILL-0001')
    expect(await desk.text())
      .to.include('Keep for pickup')
      .and.include('For F. N. 0002')
    await leave(desk.page, () => desk.page.keyboard.press('F3'))
    await desk.page.locator('#code:focus').waitFor()
    await desk.page.keyboard.type('20010002')
    await desk.page.keyboard.press('Enter')
    await desk.page.locator('#reader-name').waitFor()
    await scan('ILL-0001')
    await reader.visit('/account/loans')
    expect(await reader.text()).to.include(title)
  })

  it('S19a to S19c: is renewed by its lender', async () => {
    await officer.follow('Lenders')
    await officer.follow('Manage Lenders')
    await officer.press('Actions')
    await officer.open('Request renewal', 'h1')
    await officer.type('Proposed date due', '06012099')
    await officer.follow('Request renewal')
    await officer.press('Actions')
    await officer.open('Renewed from lender', 'h1')
    await officer.follow('Renewed from lender')
    await officer.press('Actions')
    await officer.open('Edit', 'h1')
    await officer.type('Date due back at lender', '06012099')
    await officer.follow('Edit')
    expect(await officer.text())
      .to.include('Renewed from lender')
      .and.include('1 Jun 2099')
  })

  it('S20: comes back at the desk, which is told where it goes', async () => {
    await leave(desk.page, () => desk.page.keyboard.press('F2'))
    await scan('ILL-0001')
    expect(await desk.text()).to.include('Send to ILL officer')
  })

  it('S21: is sent back, and completed', async () => {
    await officer.open('Returned to lender', 'h1')
    await officer.follow('Returned to lender')
    expect(await officer.text()).to.include('Returned to lender')
    await officer.follow(/^‹ R-/)
    await officer.open('Complete', 'h1')
    await officer.follow('Complete')
    expect(await officer.text()).to.include('Completed')
    await reader.visit('/account/requests')
    expect(await reader.text()).to.include(title)
  })
})
