// Shows pages in a dialog over the page one is on. What leads to one says so (`data-dialog`), and so does the page: an
// answer that does not is where things end, and the browser goes there. Without this script all of them are pages.

const over = document.createElement('dialog')
over.className = 'over'
const bar = document.createElement('div')
bar.className = 'over-bar'
const closer = document.createElement('button')
closer.type = 'button'
closer.className = 'btn'
closer.textContent = 'Close'
const shown = document.createElement('div')
shown.className = 'over-page'
const about = document.createElement('p')
bar.append(about, closer)
over.append(bar, shown)
document.body.append(over)

/** What follows an answer: one that comes later than another one asked for is dropped. */
let asking = new AbortController()
let busy = false
/** Something was done: the page below is no longer as it was. */
let changed = false
/** What gives up the request in hand, if one was taken up on the way here. */
let putDown
let opener
let serial = 0
/** The address of the page in the dialog. */
let current = ''

const isPlain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
const isOurs = (url) => url.origin === location.origin

/** Asks for a page and shows it, or goes where it leads. */
async function ask(url, init = {}) {
  giveUp()
  asking = new AbortController()
  const { signal } = asking
  const posts = init.method === 'POST'
  busy = posts
  shown.setAttribute('aria-busy', 'true')
  const answer = await fetch(url, { ...init, signal }).catch(() => undefined)
  const html = await answer?.text().catch(() => undefined)
  if (signal.aborted) return
  busy = false
  shown.removeAttribute('aria-busy')
  if (html === undefined) return complain()
  // A file: it is saved, and nothing is left.
  if (!answer.headers.get('content-type')?.startsWith('text/html')) return location.assign(answer.url)
  const page = new DOMParser().parseFromString(html, 'text/html')
  const main = page.querySelector('main')
  if (answer.ok && !main?.matches('[data-dialog]')) return leave(answer.url)
  if (posts) changed = true
  current = answer.url
  show(page, main)
}

/** Waits no longer for an answer. What was sent may have been done. */
function giveUp() {
  asking.abort()
  if (busy) changed = true
  busy = false
}

function show(page, main) {
  shown.dispatchEvent(new Event('left'))
  putDown = page.querySelector('.in-hand form') ?? putDown
  about.textContent = page.querySelector('.in-hand p')?.textContent ?? ''
  const search = page.querySelector('header search')
  shown.replaceChildren(...(search ? [search] : []), ...main.childNodes)
  for (const link of shown.querySelectorAll('a[href]')) if (!isOurs(new URL(link.href))) link.target = '_blank'
  if (!over.open) over.showModal()
  over.scrollTop = 0
  const heading = shown.querySelector('h1')
  if (heading) {
    heading.id ||= 'over-title'
    heading.tabIndex = -1
    over.setAttribute('aria-labelledby', heading.id)
  }
  ;(shown.querySelector('[aria-invalid=true], [autofocus]') ?? heading ?? closer).focus()
  // A page in a dialog brings its scripts, and they begin anew.
  for (const { src } of page.querySelectorAll('script[type=module]'))
    if (src !== import.meta.url) import(`${src}?again=${++serial}`)
}

function complain() {
  const note = document.createElement('p')
  note.className = 'note bad'
  note.setAttribute('role', 'alert')
  note.textContent = 'The server does not answer. What you typed is still here: try again in a moment.'
  shown.querySelector(':scope > .note[role=alert]')?.remove()
  shown.prepend(note)
  if (!over.open) over.showModal()
  over.scrollTop = 0
}

const remembered = 'farshelf-opener'

/** Goes on: the page below is the last one in the history, and stays that if it is where things lead. */
function leave(url) {
  putDown = undefined
  if (opener?.id) sessionStorage.setItem(remembered, opener.id)
  if (new URL(url).pathname === location.pathname) location.replace(url)
  else location.assign(url)
}

/** Sends a form as the browser would. */
function send(form, submitter) {
  const url = new URL(
    submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href,
    location.href,
  )
  const fields = new FormData(form, submitter)
  if (form.method !== 'post') {
    url.search = new URLSearchParams(fields)
    return ask(url)
  }
  if (!busy)
    ask(url, { method: 'POST', body: form.enctype.startsWith('multipart') ? fields : new URLSearchParams(fields) })
}

function open(from, act) {
  opener = from
  changed = false
  putDown = undefined
  shown.replaceChildren()
  act()
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]')
  if (!link || !isPlain(event) || link.target || link.hasAttribute('download')) return
  const inside = over.contains(link)
  if ((!inside && !link.hasAttribute('data-dialog')) || link.getAttribute('href').startsWith('#')) return
  event.preventDefault()
  if (!inside) return open(link, () => ask(link.href))
  // What leads back to the page below closes the dialog.
  if (link.hasAttribute('data-close') || new URL(link.href).pathname === location.pathname) return over.close()
  ask(link.href)
})

document.addEventListener('submit', (event) => {
  const form = event.target
  const inside = over.contains(form)
  if (!inside && !form.hasAttribute('data-dialog')) return
  event.preventDefault()
  const { submitter } = event
  if (inside) send(form, submitter)
  else open(submitter ?? form, () => send(form, submitter))
})

closer.addEventListener('click', () => over.close())
shown.addEventListener('again', () => ask(current))

over.addEventListener('close', () => {
  giveUp()
  shown.dispatchEvent(new Event('left'))
  shown.replaceChildren()
  if (putDown)
    fetch(putDown.getAttribute('action'), {
      method: 'POST',
      body: new URLSearchParams(new FormData(putDown)),
      redirect: 'manual',
      keepalive: true,
    }).catch(() => {})
  putDown = undefined
  if (changed) leave(location.href)
})

// Back where the dialog was opened, whatever the page has become.
const last = sessionStorage.getItem(remembered)
sessionStorage.removeItem(remembered)
if (last) {
  const before = document.getElementById(last)
  const folded = before?.closest('details:not([open])')?.querySelector('summary')
  ;(folded ?? before ?? document.getElementById('main')).focus()
}
