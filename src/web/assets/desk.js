// The desk without waiting for pages: what is scanned is sent in turn, the field stays and keeps the focus.

const form = document.querySelector('form.scan')
const field = form.querySelector('#code')
const said = document.querySelector('#said')

/** A scanner that bounces sends a number twice within this time. Milliseconds. */
const bounce = 200

const queue = []
let last = { code: '', at: -Infinity }
let busy = false

let undoTimer

/** Takes the button away with which a scan can be taken back, when the time for that is over. */
function endUndo() {
  clearTimeout(undoTimer)
  const undo = document.querySelector('form.undo')
  if (!undo) return
  undoTimer = setTimeout(() => {
    if (undo.contains(document.activeElement)) field.focus()
    undo.remove()
  }, Number(undo.dataset.lasts) * 1000)
}

/** Takes the parts of another page of the desk that scans change. */
function take(page) {
  for (const part of document.querySelectorAll('[data-swap]')) {
    const other = page.getElementById(part.id)
    if (other) part.replaceChildren(...other.childNodes)
  }
  endUndo()
  const words = page.querySelector('#said')?.textContent ?? ''
  // The same words once more are news, too.
  said.textContent = ''
  requestAnimationFrame(() => {
    said.textContent = words
  })
}

/** Shows that a scan did nothing, and has to be done again: at once, if one likes. */
function lost(code, why) {
  last = { code: '', at: -Infinity }
  const note = document.createElement('div')
  note.className = 'note bad'
  note.setAttribute('role', 'alert')
  const words = document.createElement('div')
  words.textContent = `Nothing was done with ${code}. ${why} Scan it again.`
  note.append(words)
  document.querySelector('#results').prepend(note)
}

async function send(code) {
  const body = new URLSearchParams(new FormData(form))
  body.set('code', code)
  const answer = await fetch(form.action, { method: 'POST', body })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  // Signed out, or something is wrong: that page has the words for it.
  if (!page.querySelector('form.scan')) return lost(code, page.querySelector('main p')?.textContent.trim() ?? '')
  if (answer.redirected) history.replaceState(null, '', answer.url)
  take(page)
}

async function work() {
  if (busy) return
  busy = true
  while (queue.length > 0) {
    const code = queue.shift()
    try {
      await send(code)
    } catch {
      lost(code, 'The server does not answer.')
    }
  }
  busy = false
}

if (form.dataset.scan)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const code = field.value.trim()
    field.value = ''
    field.focus()
    const now = performance.now()
    const again = code === last.code && now - last.at < bounce
    last = { code, at: now }
    if (code === '' || again) return
    queue.push(code)
    work()
  })

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
  const link = [...document.querySelectorAll('.desk-modes a')].find(
    (one) => one.querySelector('kbd')?.textContent === event.key,
  )
  if (!link) return
  event.preventDefault()
  link.click()
})

endUndo()
field.focus()
