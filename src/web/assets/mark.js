// Hits are marked for what is done with one, with two or three, or with all of them. A mark is kept by the server as soon
// as it is made: it outlasts a list that is made anew while libraries answer, and the page.

const root = document.querySelector('dialog[open] .over-page') ?? document
const results = root.querySelector('#results')
const form = root.querySelector('#marked')
const why = form.querySelector('#marked-why')
const most = Number(form.dataset.most)

/** Places in libraries' answers, as the boxes name them. */
const marked = new Set(form.dataset.marks.split(',').filter(Boolean))
/** The box ticked last: with Shift, all from there to the next one are. */
let anchor
let turn = Promise.resolve()

const boxes = () => [...results.querySelectorAll('input[name=mark]')]
const placesOf = (box) => box.dataset.places.split(',')
const isMarked = (box) => placesOf(box).some((place) => marked.has(place))

function tell() {
  const count = marked.size
  for (const button of form.querySelectorAll('button[data-fewest]'))
    button.disabled = count < Number(button.dataset.fewest) || count > Number(button.dataset.most ?? most)
  const which = count === 0 ? 'none' : count === 1 ? 'one' : count < 4 ? 'few' : count < most ? 'many' : 'full'
  const words = form.dataset[which].replace('{n}', count)
  if (why.textContent !== words) why.textContent = words
}

/** Sends what was changed; the forms of the page send no more than what is ticked on it. */
function keep(changed) {
  const sent = new URLSearchParams({ csrf: form.elements.csrf.value })
  for (const box of changed) {
    for (const place of placesOf(box)) sent.append('shown', place)
    if (box.checked) sent.append('mark', box.value)
  }
  const headers = { accept: 'application/json' }
  turn = turn
    .then(() => fetch(form.action, { method: 'POST', body: sent, headers, keepalive: true }))
    .then((answer) => answer.ok || lost(), lost)
}

function lost() {
  why.textContent = 'The server did not keep this mark: load the page again.'
}

/** Marks the hits of these boxes, or not. */
function mark(some, checked) {
  const changed = some.filter((box) => isMarked(box) !== checked || box.checked !== checked)
  for (const box of changed) {
    box.checked = checked && (marked.size < most || isMarked(box))
    if (box.checked) marked.add(box.value)
    else for (const place of placesOf(box)) marked.delete(place)
  }
  tell()
  if (changed.length > 0) keep(changed)
}

results.addEventListener('click', ({ target, shiftKey }) => {
  if (target.name !== 'mark') return
  const all = boxes()
  const [from, to] = [all.indexOf(shiftKey ? anchor : target), all.indexOf(target)].sort((a, b) => a - b)
  anchor = target
  mark(from < 0 ? [target] : all.slice(from, to + 1), target.checked)
})

// Browsers choose the text between two clicks of which one is with Shift.
results.addEventListener('mousedown', (event) => {
  if (event.shiftKey && event.target.closest('label')?.querySelector('input[name=mark]')) event.preventDefault()
})

new MutationObserver(() => {
  for (const box of boxes()) box.checked = isMarked(box)
}).observe(results, { childList: true })

form.querySelector('[data-without-script]').classList.add('gone')
for (const box of boxes()) box.checked = isMarked(box)
tell()
