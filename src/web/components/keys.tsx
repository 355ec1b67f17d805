import { useVisitor } from './visit.tsx'

/** What the keys of Enquiry do, as the script has it. */
const keys = [
  ['j', 'the next hit, or term'],
  ['k', 'the one before'],
  ['Enter', 'open it'],
  ['m', 'mark it, or not'],
  ['c', 'compare what is marked'],
  ['n', 'the next page, or record'],
  ['p', 'the one before'],
  ['u', 'back to the results'],
  ['/', 'type another search'],
  ['?', 'this list'],
] as const

/** The keys of a page of Enquiry: their list, and the switch that turns them off. It needs the script `keys.js`. */
export function Keys() {
  if (useVisitor().inHand !== undefined) return null
  return (
    <div class="keys" hidden>
      <p>
        <button type="button" class="quiet" aria-haspopup="dialog">
          Keys <kbd>?</kbd>
        </button>
      </p>
      <dialog aria-labelledby="keys-title">
        <h2 id="keys-title">Keys</h2>
        <p class="hint">They do nothing while you type.</p>
        <dl>
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input type="checkbox" checked autocomplete="off" />
          <span>Use these keys in this browser</span>
        </label>
        <form method="dialog">
          <button type="submit" class="btn">
            Close
          </button>
        </form>
      </dialog>
    </div>
  )
}
