// Ticking rows of the list by pointer and keyboard. Without it, boxes and buttons do what they do.

const form = document.querySelector('form.acting')
const told = form?.querySelector('[data-told]')
const boxes = [...(form?.querySelectorAll('input[name=id]') ?? [])]
const all = form?.querySelector('input[name=all]')
const buttons = [...(form?.querySelectorAll('button[name=event]') ?? [])]
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
  if (number === 0) return 'Tick requests, then choose what to do with them.'
  if (number === Number.POSITIVE_INFINITY) return 'All that match. Edit and Manage Lenders take exactly one.'
  if (number > 1) return `${number} ticked. Edit and Manage Lenders take exactly one.`
  return 'linked' in chosen[0].dataset ? '1 ticked.' : '1 ticked. Manage Lenders waits until it is linked to a record.'
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
  words.textContent = `Tick all ${boxes.length} on this page`
  label.append(whole, words)
  form.querySelector('th.tick').replaceChildren(label)
  whole.addEventListener('change', () => {
    for (const box of boxes) box.checked = whole.checked
    update()
  })
  all?.addEventListener('change', update)
  form.addEventListener('click', clicked)
  form.addEventListener('keydown', pressed)
  // Going back brings the ticks of before.
  addEventListener('pageshow', update)
  update()
}

function clicked(event) {
  const { target } = event
  if (target.name === 'id') return tick(target, target.checked, event.shiftKey)
  // A click anywhere else on a row ticks it, unless it was for something there, or chose text.
  const row = target.closest('tbody tr')
  if (!row || target.closest('a, button, label, input')) return
  // Shift chooses text on the way.
  if (event.shiftKey) getSelection()?.removeAllRanges()
  else if (getSelection()?.toString()) return
  const box = row.querySelector('input[name=id]')
  tick(box, !box.checked, event.shiftKey)
}

function pressed(event) {
  const { target, key } = event
  if (key === 'Escape' && (ticked().length > 0 || all?.checked)) return clear()
  if (target.name !== 'id' || (key !== 'ArrowDown' && key !== 'ArrowUp')) return
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

if (form) begin()
