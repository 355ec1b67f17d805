import type { Page } from 'playwright-core'
import { chooseByArrows, leave } from '../web/chromium.ts'

/** Somebody who has no mouse: everything is reached by Tab, and done by Enter, Space or typing. */
export interface Typist {
  readonly page: Page
  /** Opens an address, as from a bookmark. */
  visit(address: string): Promise<void>
  /** Goes on to what is called so, by Tab alone: link, button, field. Around the page once, and no further. */
  reach(name: string | RegExp): Promise<void>
  /** Reaches it and presses Enter, and waits for the page it leads to. */
  follow(name: string | RegExp): Promise<void>
  /** Reaches it and presses Enter, and waits for this in the dialog it opens or goes on in. */
  open(name: string | RegExp, inside: string): Promise<void>
  /** Reaches it and presses Enter, where that leads to no other page. */
  press(name: string | RegExp): Promise<void>
  /** Reaches a tick box and presses Space. */
  tick(name: string | RegExp): Promise<void>
  /** Reaches a field and types over what is in it. */
  type(name: string | RegExp, words: string): Promise<void>
  /** Reaches a list and goes to the entry by its first letters. */
  choose(name: string | RegExp, entry: string): Promise<void>
  /** What the page says, or the dialog over it. */
  text(): Promise<string>
}

/** The name a reader of screens would say, or nothing where the page itself has the focus. */
const nameOfFocused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!element || element === document.body) return undefined
    // A heading has the focus where a page was opened in a dialog: nothing to press.
    if (!element.matches('a, button, input, select, textarea, summary')) return ''
    const { labels } = element as HTMLInputElement
    const name =
      element.getAttribute('aria-label') ??
      (labels?.length ? [...labels].map((label) => label.textContent).join(' ') : element.textContent)
    return (name ?? '').replace(/\s+/g, ' ').trim()
  })

export function typistAt(page: Page, site: string): Typist {
  const { keyboard } = page
  const matches = (name: string, wanted: string | RegExp) =>
    typeof wanted === 'string' ? name === wanted : wanted.test(name)

  async function reach(wanted: string | RegExp): Promise<void> {
    const passed: string[] = []
    // From the end of the page the focus leaves it, and comes in again at its beginning, which is where it may be now.
    for (let around = 0; around < 3; ) {
      const name = await nameOfFocused(page)
      if (name !== undefined && matches(name, wanted)) return
      if (name === undefined) around++
      else passed.push(name)
      if (passed.length > 600) break
      await keyboard.press('Tab')
    }
    throw new Error(`${page.url()}: nothing is called ${wanted} among ${[...new Set(passed)].join(' | ')}`)
  }

  return {
    page,
    visit: async (address) => void (await page.goto(new URL(address, site).href)),
    reach,
    async follow(name) {
      await reach(name)
      await leave(page, () => keyboard.press('Enter'))
    },
    async open(name, inside) {
      await reach(name)
      await keyboard.press('Enter')
      await page.locator(`dialog[open] ${inside}`).first().waitFor()
    },
    async press(name) {
      await reach(name)
      await keyboard.press('Enter')
    },
    async tick(name) {
      await reach(name)
      await keyboard.press('Space')
    },
    async type(name, words) {
      await reach(name)
      await keyboard.press('ControlOrMeta+A')
      await keyboard.type(words)
    },
    async choose(name, entry) {
      await reach(name)
      await chooseByArrows(page, entry)
    },
    async text() {
      const dialog = page.locator('dialog[open]')
      return ((await dialog.count()) > 0 ? dialog : page.locator('main')).innerText()
    },
  }
}
