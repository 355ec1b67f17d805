// The button that prints: there is one where there is a script to press it.

const bar = document.querySelector('.printing')
bar.hidden = false
const button = bar.querySelector('button')
button.addEventListener('click', () => print())
button.focus()
