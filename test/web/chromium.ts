import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Context } from 'mocha'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { needs } from '../peers.ts'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  // Where shared memory is small, as in containers, a page that needs much of it would crash.
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Milliseconds a busy machine may take for anything at all. */
const patience = 100_000

/** Starts Debian's Chromium, or skips the calling suite where there is none. */
export function startChromium(test: Context): Promise<Browser> {
  const [executablePath] = needs(test, 'chromium')
  return chromium.launch({ executablePath: executablePath!, args: quiet, timeout: patience })
}

/** What must never happen on a page: dialogs, errors, breaches of the content security policy. */
export interface Watched {
  readonly page: Page
  readonly mishaps: string[]
}

/** Opens a page that writes down whatever must not happen. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  const mishaps: string[] = []
  page.on('dialog', async (dialog) => {
    mishaps.push(`dialog: ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('pageerror', (error) => mishaps.push(`error: ${error.message}`))
  page.on('console', (message) => {
    const expected = /status of 4\d\d/.test(message.text())
    if (!expected && ['error', 'warning'].includes(message.type())) mishaps.push(`console: ${message.text()}`)
  })
  return { page, mishaps }
}

/**
 * Does what leads to another page, and waits for that page: whoever looks, types or clicks sooner may do so on the page
 * that is being left.
 */
export async function leave(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), act()])
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * What axe finds wrong: rule and element, one a line. Counts the rules that found something to look at, so that silence
 * means something.
 * @param rules only these; else every rule of WCAG 2.2 AA
 */
export async function inspect(page: Page, rules?: string[]): Promise<{ looked: number; found: string[] }> {
  // Evaluated by the debugger, which the page's content security policy does not bind.
  await page.evaluate(axe)
  return page.evaluate(
    async (runOnly) => {
      const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }
      const { violations, passes } = await axe.run({ runOnly })
      return {
        looked: passes.length,
        found: violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`)),
      }
    },
    rules ? { type: 'rule', values: rules } : { type: 'tag', values: wcag },
  )
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
  readonly passes: readonly unknown[]
}

/**
 * Chooses in the list that has the focus, by arrow keys. Letters would do it, too, but a list forgets those it was given
 * when a busy machine lets too much time pass between them.
 * @param entry how the entry begins
 */
export async function chooseByArrows(page: Page, entry: string): Promise<void> {
  const chosen = () =>
    page.evaluate(() => {
      const list = document.activeElement as HTMLSelectElement
      return { label: list.selectedOptions[0]?.label ?? '', last: list.selectedIndex === list.options.length - 1 }
    })
  await page.keyboard.press('Home')
  for (;;) {
    const { label, last } = await chosen()
    if (label.startsWith(entry)) return
    if (last) throw new Error(`the list has no ${entry}`)
    await page.keyboard.press('ArrowDown')
  }
}
