// Says two minutes before the session ends that it will, and puts that off when asked to. Pages open beside this one use
// the same session: the server is asked before anything is said.

const bar = document.querySelector('.session-end')
const said = bar.querySelector('[role=status]')
const form = bar.querySelector('form')

/** Milliseconds. */
const ahead = 120_000
const minute = 60_000
/** How often the server is asked while the words stand there: somebody may have gone on in another tab. */
const often = 20_000

/** By this machine's clock, which may be wrong, but goes on while it sleeps. */
let ends = Date.now() + Number(bar.dataset.left)
let timer
let asking = false

/** The same words once more would be read out once more. */
function say(words) {
  if (said.textContent !== words) said.textContent = words
  bar.classList.toggle('shown', words !== '')
}

function wait(milliseconds) {
  clearTimeout(timer)
  timer = setTimeout(look, Math.max(1000, milliseconds))
}

/** Milliseconds still to come and whether they may become more; undefined once the session is over. */
async function ask(options) {
  const answer = await fetch(form.action, { redirect: 'manual', cache: 'no-store', ...options })
  return answer.ok ? await answer.json() : undefined
}

async function look() {
  const left = ends - Date.now()
  if (left > ahead) return wait(left - ahead)
  if (asking) return
  asking = true
  try {
    tell(await ask())
  } catch {
    // The server does not answer: what was known still holds.
    tell(left > 0 ? { left, mayStay: true } : undefined)
  }
  asking = false
}

function tell(session) {
  const hadFocus = form.contains(document.activeElement)
  form.hidden = !(session?.mayStay && session.left <= ahead)
  if (form.hidden && hadFocus) document.getElementById('main').focus({ preventScroll: true })
  if (!session) {
    clearTimeout(timer)
    return say('You have been signed out. What you typed is still here: send it, and you are asked to sign in first.')
  }
  ends = Date.now() + session.left
  if (session.left > ahead) {
    say('')
    return wait(session.left - ahead)
  }
  const minutes = Math.ceil(session.left / minute)
  const when = minutes > 1 ? `${minutes} minutes` : 'a minute'
  say(
    session.mayStay
      ? `You will be signed out in ${when}, because nothing was sent for a while.`
      : `You will be signed out in ${when}: you have been signed in for as long as is allowed. Send what you have typed.`,
  )
  // Just past a minute, so that the words have changed.
  wait(Math.min(often, session.left - (minutes - 1) * minute + 50))
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  try {
    tell(await ask({ method: 'POST', body: new URLSearchParams(new FormData(form)) }))
  } catch {
    say('The server does not answer. Try again.')
  }
})

// Timers stand still while a machine sleeps or a page is kept for going back to.
addEventListener('pageshow', () => wait(ends - Date.now() - ahead))
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) look()
})
