// The MARC editor as one types: line numbers follow, and the text is checked on the server.

const form = document.querySelector('form.editor')
const text = form.elements.namedItem('text')
const lines = form.querySelector('.lines')
const findings = form.querySelector('.findings')
const summary = form.querySelector('#findings-summary')

/** Milliseconds of rest after which the text is checked. */
const rest = 500
/** A record of more characters is checked when it is previewed or saved. */
const mostLive = 200_000

/** Severity by line, of the text as it was checked last. */
let marks = new Map()

/** The lines behind the text: numbers, marks and height. */
function number() {
  const rows = text.value.split('\n')
  while (lines.childElementCount > rows.length) lines.lastElementChild.remove()
  while (lines.childElementCount < rows.length) lines.append(document.createElement('div'))
  rows.forEach((row, at) => {
    const line = lines.children[at]
    const shown = row || '\u200b'
    if (line.textContent !== shown) line.textContent = shown
    const mark = marks.get(at + 1) ?? ''
    if (line.className !== mark) line.className = mark
  })
}

function show(found) {
  marks = new Map()
  for (const { line, severity } of found.findings) if (marks.get(line) !== 'error') marks.set(line, severity)
  findings.replaceChildren(...found.findings.map(item))
  if (summary.textContent !== found.summary) summary.textContent = found.summary
  number()
}

function item({ severity, line, column, text: words }) {
  const entry = document.createElement('li')
  entry.className = severity
  const badge = document.createElement('span')
  badge.className = `badge ${severity === 'error' ? 'bad' : 'wait'}`
  const sign = document.createElement('span')
  sign.setAttribute('aria-hidden', 'true')
  sign.textContent = severity === 'error' ? '✕' : '△'
  badge.append(sign, ` ${severity}`)
  const place = document.createElement('b')
  const go = document.createElement('button')
  go.type = 'button'
  go.className = 'quiet'
  go.textContent = column === undefined ? `Line ${line}` : `Line ${line}, character ${column}`
  go.addEventListener('click', () => goTo(line, column ?? 1))
  place.append(go)
  const said = document.createElement('bdi')
  said.textContent = words
  entry.append(badge, ' ', place, ' ', said)
  return entry
}

function goTo(line, column) {
  const rows = text.value.split('\n')
  const start = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0)
  text.focus()
  text.setSelectionRange(start + column - 1, start + (rows[line - 1]?.length ?? 0))
  lines.children[line - 1]?.scrollIntoView({ block: 'center' })
}

let waiting
let asking
let typed = false

async function check() {
  asking?.abort()
  if (text.value.length > mostLive) {
    summary.textContent = 'This record is too long to be checked as you type: Preview checks it.'
    return
  }
  asking = new AbortController()
  try {
    const answer = await fetch('/api/v1/catalogue/check', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': form.elements.namedItem('csrf').value },
      body: JSON.stringify({ text: text.value, flavour: form.dataset.flavour }),
      signal: asking.signal,
    })
    if (answer.ok) show(await answer.json())
  } catch {
    // Somebody went on typing, or the server is away: saving checks again.
  }
}

text.addEventListener('input', () => {
  typed = true
  number()
  clearTimeout(waiting)
  waiting = setTimeout(check, rest)
})
form.addEventListener('submit', () => {
  typed = false
})
// What was typed is not lost by a slip.
addEventListener('beforeunload', (event) => {
  if (typed) event.preventDefault()
})

number()
if (findings.childElementCount > 0) check()
