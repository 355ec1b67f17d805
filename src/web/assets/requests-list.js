// Ticking rows of a list by pointer and keyboard. Without it, boxes and buttons do what they do.

const form = document.querySelector('form.acting')
// Boxes may stand outside their form, where rows have forms of their own.
const area = form?.closest('.ticking') ?? form
const told = form?.querySelector('[data-told]')
const boxes = [...(area?.querySelectorAll('td.tick input') ?? [])]
const all = form?.querySelector('input[name=all]')
const buttons = [...(form?.querySelectorAll('.acts button') ?? [])]
const noun = form?.dataset.noun ?? 'requests'
const only = buttons.some((button) => 'one' in button.dataset) ? ' Edit and Manage Lenders take exactly one.' : ''
const whole = document.createElement('input')

/** Where a range begins. */
let anchor

const ticked = () => boxes.filter((box) => box.checked)

function update() {
  const chosen = ticked()
  const number = all?.checked ? Number.POSITIVE_INFINITY : chosen.length
  whole.checked = chosen.length === boxes.length
  whole.indeterminate = chosen.length > 0 && !whole.checked
  for (const button of buttons) {
    const one = 'one' in button.dataset
    const unlinked = button.value === 'lenders' && number === 1 && !('linked' in chosen[0].dataset)
    button.disabled = one ? number !== 1 || unlinked : number === 0
  }
  const words = wordsFor(number, chosen)
  if (told.textContent !== words) told.textContent = words
}

function wordsFor(number, chosen) {
  if (number === 0) return `Tick ${noun}, then choose what to do with them.`
  if (number === Number.POSITIVE_INFINITY) return `All that match.${only}`
  if (number > 1) return `${number} ticked.${only}`
  return only === '' || 'linked' in chosen[0].dataset
    ? '1 ticked.'
    : '1 ticked. Manage Lenders waits until it is linked to a record.'
}

/** Ticks or not, with Shift all rows from the one before. */
function tick(box, checked, range) {
  const [from, to] = [boxes.indexOf(range && anchor ? anchor : box), boxes.indexOf(box)].sort((a, b) => a - b)
  for (const one of boxes.slice(from, to + 1)) one.checked = checked
  anchor = box
  update()
}

function clear() {
  for (const box of boxes) box.checked = false
  if (all) all.checked = false
  update()
}

function begin() {
  whole.type = 'checkbox'
  whole.id = 'whole'
  const label = document.createElement('label')
  label.className = 'check'
  const words = document.createElement('span')
  words.className = 'hidden'
  words.textContent = boxes.length === 1 ? 'Tick the one on this page' : `Tick all ${boxes.length} on this page`
  label.append(whole, words)
  area.querySelector('th.tick').replaceChildren(label)
  whole.addEventListener('change', () => {
    for (const box of boxes) box.checked = whole.checked
    update()
  })
  all?.addEventListener('change', update)
  area.addEventListener('click', clicked)
  area.addEventListener('keydown', pressed)
  // Going back brings the ticks of before.
  addEventListener('pageshow', update)
  update()
}

function clicked(event) {
  const { target } = event
  if (boxes.includes(target)) return tick(target, target.checked, event.shiftKey)
  // A click anywhere else on a row ticks it, unless it was for something there, or chose text.
  const row = target.closest('tbody tr')
  if (!row || target.closest('a, button, label, input, summary, details')) return
  const box = row.querySelector('td.tick input')
  if (!box) return
  // Shift chooses text on the way.
  if (event.shiftKey) getSelection()?.removeAllRanges()
  else if (getSelection()?.toString()) return
  tick(box, !box.checked, event.shiftKey)
}

function pressed(event) {
  const { target, key } = event
  if (key === 'Escape' && (ticked().length > 0 || all?.checked)) return clear()
  if (!boxes.includes(target) || (key !== 'ArrowDown' && key !== 'ArrowUp')) return
  const next = boxes[boxes.indexOf(target) + (key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
  if (event.shiftKey) {
    target.checked = true
    anchor = target
    tick(next, true, true)
  }
}

if (boxes.length > 0) begin()
