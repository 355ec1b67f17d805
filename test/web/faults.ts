import type { Page } from 'playwright-core'
import { inspect } from './chromium.ts'

/** Pixels of the narrowest phone, and of the smallest target (WCAG 2.2, 2.5.8). */
const phone = { width: 320, height: 640 }
const finger = 24

/** Fewer rules than this can't have looked at a page of ours. */
const leastRules = 8

/** What can be pressed. The label of a checkbox is its target; what only screen readers see needs no size. */
const pressable = [
  ...['button:not(.hidden)', 'select', 'textarea', 'summary', 'nav a', '.chip', 'label.check'],
  'input:not([type=hidden], [type=checkbox], [type=radio])',
].join(', ')

/**
 * Everything that is wrong with a page as it stands, a fault a line: what axe finds in light and, of colours, in dark; an
 * h1 that is missing or has a twin; and on a phone of 320 pixels what sticks out or is too small for a finger. One visit
 * serves for all of it, as coming to a page takes longer than looking at it. The page is left in light, and as wide as
 * before.
 */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults: string[] = []
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const light = await inspect(page)
  if (light.looked < leastRules) faults.push(`only ${light.looked} rules found something to look at`)
  faults.push(...light.found)
  // The same elements in other colours: only contrast can differ.
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await inspect(page, ['color-contrast'])
  if (dark.looked === 0) faults.push('in dark: nothing was looked at')
  faults.push(...dark.found.map((fault) => `in dark: ${fault}`))
  await page.emulateMedia({ colorScheme: 'light' })

  const headings = await page.locator('h1').count()
  if (headings !== 1) faults.push(`${headings} h1`)

  const before = page.viewportSize()
  await page.setViewportSize(phone)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  if (wide !== phone.width) faults.push(`${wide} pixels wide on a phone of ${phone.width}`)
  const small = await page.locator(pressable).evaluateAll(
    (all, least) =>
      all
        .map((element) => ({ words: element.outerHTML.slice(0, 80), box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < least)
        .map(({ words, box }) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${words}`),
    finger,
  )
  faults.push(...small.map((target) => `too small for a finger: ${target}`))
  if (before) await page.setViewportSize(before)
  return faults
}
