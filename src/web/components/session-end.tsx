import { CsrfField, useVisitor } from './visit.tsx'

/**
 * Where a script says that the session is about to end (WCAG 2.2.1): empty until then, and without scripts for good.
 * The words stand in a live region that is there from the start, else nobody hears them.
 */
export function SessionEnd() {
  const { sessionEnd } = useVisitor()
  if (!sessionEnd) return null
  return (
    <div class="session-end" data-left={sessionEnd.left}>
      <p role="status" />
      <form method="post" action="/account/session" hidden>
        <CsrfField />
        <button type="submit" class="btn primary">
          Stay signed in
        </button>
      </form>
    </div>
  )
}
