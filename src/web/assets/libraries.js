// The choice of libraries without a trip to the server: the box of a category, "All" and "None" of it, and the count
// beside the heading.

const picker = document.querySelector('.libraries')
const boxes = [...(picker?.querySelectorAll('input[name=t]') ?? [])]
const categories = [...(picker?.querySelectorAll('legend input') ?? [])]
const summary = picker?.querySelector('[data-chosen]')

/** Sets a library's boxes: it may stand in several categories. */
function choose(id, chosen) {
  for (const box of boxes) if (box.value === id) box.checked = chosen
}

const membersOf = (category) => [...category.closest('fieldset').querySelectorAll('input[name=t]')]

function tell() {
  for (const category of categories) {
    const members = membersOf(category)
    category.checked = members.every(({ checked }) => checked)
    category.indeterminate = !category.checked && members.some(({ checked }) => checked)
  }
  const all = new Set(boxes.map(({ value }) => value)).size
  const chosen = new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value)).size
  const libraries = all === 1 ? 'library' : 'libraries'
  summary.textContent = chosen === all ? `all ${all} ${libraries}` : `${chosen} of ${all} ${libraries}`
}

picker?.addEventListener('change', ({ target }) => {
  if (categories.includes(target)) for (const box of membersOf(target)) choose(box.value, target.checked)
  else choose(target.value, target.checked)
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

// The boxes of libraries say it all: the server need not find out what was done with those of categories.
for (const category of categories) category.removeAttribute('name')
for (const had of picker?.querySelectorAll('input[name=had]') ?? []) had.remove()
if (picker) tell()
