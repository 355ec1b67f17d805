// Follows a search while libraries answer. What is on the page stays where it is: first hits fill the empty list, later
// ones are announced on a bar and wait until the reader asks for them. The server renders; this only puts in place.

/** Milliseconds between two messages to a screen reader. */
const breath = 2000
/** Milliseconds in which a list that has just begun may still fill: nobody has found a place in it yet. */
const filling = 500

/** Where the list is: in the dialog over a page, or on a page of its own. */
const root = document.querySelector('dialog[open] .over-page') ?? document
const results = root.querySelector('#results')
const arrivals = root.querySelector('#arrivals')
const progress = root.querySelector('.progress')
const spoken = root.querySelector('[role=status]')
const stream = new EventSource(results.dataset.stream)

/** Entries that the page would show now. */
let fitting = shown()
let listening = true
/** Refreshes come one after the other. */
let turn = Promise.resolve()

/** How many entries the list on the page was made from. */
function shown() {
  return Number(results.dataset.merged)
}

let begun = shown() > 0 ? performance.now() : Number.POSITIVE_INFINITY
const isFilling = () =>
  shown() === 0 || (performance.now() < begun + filling && !results.matches(':hover, :focus-within'))

stream.addEventListener('library', ({ data }) => {
  const cell = element(data)
  const stale = document.getElementById(cell.id)
  if (!stale) return
  const focused = stale.contains(document.activeElement) ? document.activeElement.localName : undefined
  stale.replaceWith(cell)
  // On the same thing still, where there is one; else where the answers are, and not on another button.
  if (focused) (cell.querySelector(focused) ?? results).focus({ preventScroll: true })
})

// Who holds an entry is told in its place, if that moves nothing.
stream.addEventListener('held', ({ data }) => {
  const fresh = element(data)
  const stale = document.getElementById(fresh.id)
  if (!stale) return
  const card = stale.closest('.hit')
  const height = card.offsetHeight
  stale.replaceWith(fresh)
  if (card.offsetHeight !== height) fresh.replaceWith(stale)
})

/** The one element a message of the stream is. */
function element(html) {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild
}

stream.addEventListener('progress', async ({ data }) => {
  const state = JSON.parse(data)
  fitting = state.fitting
  progress.textContent = state.words
  for (const id of ['others-count', 'combined-count']) {
    const place = document.getElementById(id)
    if (place) place.textContent = state.merged.toLocaleString('en')
  }
  say(state.words)
  if (fitting > shown() && isFilling()) await refresh(isFilling)
  if (listening) announce(fitting - shown())
})

stream.addEventListener('done', async () => {
  listening = false
  stream.close()
  const focused = document.activeElement?.closest('[data-while-running]')
  for (const element of root.querySelectorAll('[data-while-running]')) element.classList.add('gone')
  if (focused) results.focus({ preventScroll: true })
  await refresh((fresh) => shown() === 0 || sameOrder(fresh))
  if (results.dataset.stream) announce(fitting - shown())
})

// The server no longer knows this search: its address starts it anew.
stream.addEventListener('error', () => {
  if (stream.readyState !== EventSource.CLOSED) return
  listening = false
  arrivals.firstElementChild.textContent = 'The connection was lost – search again'
  arrivals.hidden = false
  arrivals.addEventListener('click', again, { once: true, capture: true })
})

arrivals.addEventListener('click', async () => {
  const before = new Set(ids(results))
  await refresh()
  const first = [...results.querySelectorAll('.hit')].find(({ id }) => !before.has(id))
  for (const hit of results.querySelectorAll('.hit')) hit.classList.toggle('new', !before.has(hit.id))
  ;(first?.querySelector('h3 a') ?? results).focus()
})

const again = () => (root === document ? location.reload() : root.dispatchEvent(new Event('again')))

// A page that is left keeps no stream open, and one that is come back to begins anew.
addEventListener('pagehide', () => stream.close())
root.addEventListener('left', () => stream.close(), { once: true })
addEventListener('pageshow', ({ persisted }) => persisted && results.dataset.stream && location.reload())

/** Puts the list as the server has it now into the page, if `fits` lets it. Offline, the page stays as it is. */
function refresh(fits = () => true) {
  turn = turn.then(async () => {
    const answer = await fetch(results.dataset.list).catch(() => undefined)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.getElementById('results')
    if (fresh && fits(fresh)) show(page, fresh)
  })
  return turn
}

function show(page, fresh) {
  const refocus = focusIn(results)
  // What the list lacks, and who sorted it, is said above it on a page that begins with it; said late, it must not push
  // the list down.
  if (results.querySelector(':scope > .hits'))
    fresh.append(...fresh.querySelectorAll(':scope > :is(.note, .who-sorted)'))
  results.replaceChildren(...fresh.childNodes)
  results.dataset.merged = fresh.dataset.merged
  if (shown() > 0) begun = Math.min(begun, performance.now())
  if (!fresh.dataset.stream) delete results.dataset.stream
  refocus()
  narrow(page.getElementById('filters'))
  const sorting = page.querySelector('.choices')
  if (sorting && !root.querySelector('.choices')) progress.parentElement.append(sorting)
  arrivals.hidden = true
}

/** Filters counted anew, unless somebody is at them; a list of nothing has none. */
function narrow(fresh) {
  const panel = root.querySelector('#filters')
  if (!panel) return
  const touched = [...panel.querySelectorAll('input')].some(
    (input) => input.checked !== input.defaultChecked || input.value !== input.defaultValue,
  )
  if (touched || panel.open || panel.contains(document.activeElement)) return
  if (fresh) return panel.replaceChildren(...fresh.childNodes)
  panel.parentElement.classList.remove('split', 'list')
  panel.remove()
}

const reachable = 'a, button, input, summary'

/** Gives what puts the focus back where it is now, once the list was replaced: on the same thing of the same hit. */
function focusIn(list) {
  const focused = list.contains(document.activeElement) ? document.activeElement : undefined
  const hit = focused?.closest('.hit')
  const place = hit ? [...hit.querySelectorAll(reachable)].indexOf(focused) : -1
  return () => {
    const again = hit ? document.getElementById(hit.id)?.querySelectorAll(reachable)[place] : undefined
    const same = again ?? (focused?.id && focused !== list ? document.getElementById(focused.id) : undefined)
    same?.focus({ preventScroll: true })
  }
}

const ids = (list) => [...list.querySelectorAll('.hit')].map(({ id }) => id)
const sameOrder = (fresh) => ids(fresh).join() === ids(results).join()

/** The bar below the list. */
function announce(waiting) {
  const button = arrivals.firstElementChild
  if (waiting > 0) button.textContent = `${waiting} more ${waiting === 1 ? 'result' : 'results'} – show`
  else if (!listening) button.textContent = 'All answers are in – show them in order'
  arrivals.hidden = waiting <= 0 && listening
}

let spokenAt = 0
let pending

/** Changes the live region at most once a breath; of several changes in between the last is told. */
function say(words) {
  clearTimeout(pending)
  const wait = spokenAt + breath - Date.now()
  if (wait > 0) pending = setTimeout(say, wait, words)
  else if (spoken.textContent !== words) {
    spoken.textContent = words
    spokenAt = Date.now()
  }
}
