import { mkdirSync } from 'node:fs'
import { expect } from 'chai'
import type { Browser } from 'playwright-core'
import { fetchMail } from '../../../src/ill/index.ts'
import { createLog, systemClock } from '../../../src/kit/index.ts'
import { readMailboxAddress } from '../../../src/kit/mail/index.ts'
import { type ImapServerForTests, openImapServer } from '../../imap-server.ts'
import { inspect, startChromium } from '../chromium.ts'
import { useLenders } from '../lender-answer/lender.ts'

describe('The pages of what lenders write', () => {
  const lenders = useLenders()
  const { house } = lenders
  let browser: Browser
  let imap: ImapServerForTests
  before(async function () {
    browser = await startChromium(this)
    imap = await openImapServer(this)
  })
  after(async () => {
    await browser?.close()
    await imap?.close()
  })

  for (const width of [390, 1280])
    it(`pass axe and are used without scripts, ${width} pixels wide`, async () => {
      const { line, lender, request } = await house.line(`Written about ${width}`)
      const letter = await lenders.letter(line.id, 'request', { transmit: true })
      const mail = (from: string, text: string) =>
        imap.deliver(
          [
            ...[
              `From: Interlibrary Loans <${from}>`,
              'To: ill@library.example',
              `Subject: Re: ${letter.header('Subject')}`,
            ],
            ...[`In-Reply-To: ${letter.header('Message-ID')}`, `Message-ID: <${width}.${text.length}@hill.example>`],
            ...['', text, '', 'On 3 May 2026, Our Library wrote:', '> Please lend us'],
          ].join('\r\n'),
        )
      mail(
        lender.email,
        'Dear colleagues,\r\n\r\nthe book was sent today, due back 12 May 2031.\r\n\r\nWith kind regards',
      )
      mail('jane.doe@elsewhere.example', 'Could you tell us to which address we should send it?')
      const { database } = house.site
      const means = {
        database,
        engine: house.ill.engine,
        settings: house.ill.settings,
        clock: systemClock,
        note: house.ill.noteNotUnderstood,
      }
      const where = { mailbox: readMailboxAddress(imap.url)!, done: 'Farshelf', replies: undefined, returns: undefined }
      await fetchMail({ ...means, ...where }, new Date(), new AbortController().signal, createLog('silent'))

      const options = { viewport: { width, height: 800 } }
      const { page: lookedAt } = await house.open(browser, '/requests/replies', options)
      const looks = process.env['SCREENSHOTS']
      const check = async (name: string) => {
        await lookedAt.locator('h1').waitFor()
        if (looks !== undefined) {
          mkdirSync(looks, { recursive: true })
          await lookedAt.screenshot({ path: `${looks}/${name}-${width}.png`, fullPage: true })
        }
        const { looked, found } = await inspect(lookedAt)
        expect(looked).to.be.at.least(8)
        expect([name, found]).to.deep.equal([name, []])
      }
      await check('replies')
      await lookedAt.goto(`${house.site.url}/requests/${request.id}/lenders`)
      await check('replies-on-line')

      const { page } = await house.open(browser, `/requests/${request.id}/lenders`, {
        ...options,
        javaScriptEnabled: false,
      })
      await page.getByRole('link', { name: 'Look and apply' }).click()
      await page.getByRole('heading', { name: 'Apply: Shipped from lender' }).waitFor()
      await lookedAt.goto(page.url())
      await check('reply')
      const wide = await page.locator('html').evaluateAll((all) => all[0]!.scrollWidth)
      expect(wide).to.be.at.most(width)
      await page.getByRole('button', { name: 'Shipped from lender' }).click()
      await page.getByRole('heading', { name: 'Manage ILL' }).waitFor()
      expect((await lenders.state(line.id)).data['dueAtLender']).to.equal('2031-05-12')
      await page.getByRole('link', { name: 'Read it' }).click()
      await page.getByText('It did not come from the address').waitFor()
      await lookedAt.goto(page.url())
      await check('reply-unknown')
      await page.getByRole('button', { name: 'Dismiss' }).click()
      await page.getByText('Nothing is left to be read.').waitFor()
      for (const one of [page, lookedAt]) await one.context().close()
    })
})
