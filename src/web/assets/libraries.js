// The choice of libraries without a trip to the server: "All" and "None" of a category, and the count beside the heading.

const picker = document.querySelector('.libraries')
const boxes = [...(picker?.querySelectorAll('input[name=t]') ?? [])]
const summary = picker?.querySelector('[data-chosen]')

/** Sets a library's boxes: it may stand in several categories. */
function choose(id, chosen) {
  for (const box of boxes) if (box.value === id) box.checked = chosen
}

function tell() {
  const all = new Set(boxes.map(({ value }) => value)).size
  const chosen = new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value)).size
  const libraries = all === 1 ? 'library' : 'libraries'
  summary.textContent = chosen === all ? `all ${all} ${libraries}` : `${chosen} of ${all} ${libraries}`
}

picker?.addEventListener('change', ({ target }) => {
  choose(target.value, target.checked)
  tell()
})

picker?.addEventListener('click', (event) => {
  const button = event.target.closest('button[name=all], button[name=none]')
  if (!button) return
  event.preventDefault()
  for (const box of button.closest('fieldset').querySelectorAll('input[name=t]'))
    choose(box.value, button.name === 'all')
  tell()
})
