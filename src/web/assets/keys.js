// Enquiry by keyboard: from hit to hit, mark, compare, turn pages. The list of keys is at "?", with the switch that turns
// them off in this browser. Who types is left alone.

const keys = document.querySelector('.keys')
const list = keys.querySelector('dialog')
const wanted = list.querySelector('input')
const kept = 'farshelf-keys'

/** Browsers may keep nothing: then the keys are on at each visit. */
const stored = {
  get off() {
    try {
      return localStorage.getItem(kept) === 'off'
    } catch {
      return false
    }
  },
  set off(off) {
    try {
      if (off) localStorage.setItem(kept, 'off')
      else localStorage.removeItem(kept)
    } catch {}
  },
}

const stops = () => [...document.querySelectorAll('.hit h3 a, .terms tbody a')]
const hit = () => document.activeElement?.closest('.hit')

/** To the next stop or the one before: from the one that has the focus, or in whose hit that is. */
function step(by) {
  const all = stops()
  const at = all.findIndex((stop) => stop === document.activeElement || (hit() && hit() === stop.closest('.hit')))
  const next = all[at < 0 ? (by > 0 ? 0 : -1) : at + by]
  next?.focus()
  return next !== undefined
}

function press(found) {
  if (!found || found.disabled) return false
  found.click()
  return true
}

const follow = (rel) => press(document.querySelector(`main nav a[rel=${rel}]`))

function type() {
  const box = document.querySelector('header #q, main input[name=q], main input[name=text]')
  box?.focus()
  box?.select()
  return box !== null
}

const acts = {
  j: () => step(1),
  k: () => step(-1),
  m: () => press(hit()?.querySelector('input[name=mark]')),
  c: () => press(document.querySelector('#marked button[formaction*="/compare"]')),
  n: () => follow('next'),
  p: () => follow('prev'),
  u: () => press(document.querySelector('main .neighbours a, main .way-back a')),
  '/': type,
  '?': open,
}

const isTyped = (target) =>
  target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')

function open() {
  wanted.checked = !stored.off
  list.showModal()
  return true
}

addEventListener('keydown', (event) => {
  const { key, target } = event
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyped(target)) return
  if (stored.off || document.querySelector('dialog[open]')) return
  // Arrows scroll the page, unless one has begun to go from hit to hit.
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[key]
  const done = arrow ? stops().includes(target) && step(arrow) : Object.hasOwn(acts, key) && acts[key]()
  if (done) event.preventDefault()
})

keys.querySelector('button').addEventListener('click', open)
wanted.addEventListener('change', () => {
  stored.off = !wanted.checked
})
keys.hidden = false
