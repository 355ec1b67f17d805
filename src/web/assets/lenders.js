// Dragging lenders that nobody has asked yet into another order. The buttons beside them do the same by keyboard.

const form = document.querySelector('form.ordering')
const rows = () => [...document.querySelectorAll('tr[data-line]')]
const untried = () => rows().filter((row) => 'untried' in row.dataset)

function begin() {
  for (const row of untried()) {
    const grip = document.createElement('span')
    grip.className = 'grip'
    grip.textContent = '⠿'
    grip.title = 'Drag to another place'
    grip.setAttribute('aria-hidden', 'true')
    grip.addEventListener('pointerdown', (event) => drag(event, row))
    row.querySelector('[data-place]').prepend(grip)
  }
}

function drag(event, row) {
  if (event.button !== 0) return
  event.preventDefault()
  const before = rows()
  const over = new AbortController()
  const { signal } = over
  row.classList.add('dragged')

  const end = (keep) => {
    over.abort()
    row.classList.remove('dragged')
    const order = rows().map(({ dataset }) => dataset.line)
    if (!keep) return before.at(-1).parentElement.append(...before)
    if (order.join() === before.map(({ dataset }) => dataset.line).join()) return
    form.elements.namedItem('order').value = order.join()
    form.submit()
  }
  // On the window: an element that moves in the document loses the pointer it had captured.
  addEventListener('pointermove', ({ clientY }) => place(row, clientY), { signal })
  addEventListener('pointerup', () => end(true), { signal })
  addEventListener('pointercancel', () => end(false), { signal })
  addEventListener('keydown', ({ key }) => key === 'Escape' && end(false), { signal })
}

/** Puts a row before or behind the untried one that the pointer is over. */
function place(row, y) {
  const other = untried().find((one) => {
    const { top, bottom } = one.getBoundingClientRect()
    return one !== row && y >= top && y < bottom
  })
  if (!other) return
  const { top, height } = other.getBoundingClientRect()
  if (y < top + height / 2) other.before(row)
  else other.after(row)
}

if (form && untried().length > 1) begin()
