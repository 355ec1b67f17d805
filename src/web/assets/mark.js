// One hit is marked: then a request can be placed. Marks outlast a list that is made anew while libraries answer.

const root = document.querySelector('dialog[open] .over-page') ?? document
const results = root.querySelector('#results')
const form = root.querySelector('#marked')
const button = form.querySelector('button')
const why = form.querySelector('#marked-why')
const boxes = () => [...results.querySelectorAll('input[name=mark]')]
const hitOf = (box) => box.closest('.hit').id

const marked = new Set()

function tell() {
  const count = marked.size
  button.disabled = count !== 1
  const words =
    count === 1 ? '' : count === 0 ? 'Mark the hit it is for.' : `${count} hits are marked: a request is for one.`
  if (why.textContent !== words) why.textContent = words
}

results.addEventListener('change', ({ target }) => {
  if (target.name !== 'mark') return
  if (target.checked) marked.add(hitOf(target))
  else marked.delete(hitOf(target))
  tell()
})

new MutationObserver(() => {
  const there = boxes()
  for (const box of there) box.checked = marked.has(hitOf(box))
  // What another page of the list shows can be neither seen nor sent.
  const shown = new Set(there.map(hitOf))
  for (const hit of marked) if (!shown.has(hit)) marked.delete(hit)
  tell()
}).observe(results, { childList: true })

// A page that is come back to may have marks from before.
const begin = () => {
  for (const box of boxes()) if (box.checked) marked.add(hitOf(box))
  tell()
}
begin()
addEventListener('pageshow', begin)
