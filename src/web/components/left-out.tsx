import type { ComponentChildren } from 'preact'
import type { Door } from '../door.ts'
import { count } from '../text.ts'
import { Layout } from './layout.tsx'
import { Link } from './link.tsx'
import { Note } from './note.tsx'

interface LeftOutPageProps {
  readonly door: Door
  readonly back: { readonly to: string; readonly words: string }
  /** Of how many, and what they are called: "marked record". */
  readonly all: number
  readonly called: string
  /** Which are missing and why, a line each. */
  readonly missing: readonly string[]
  /** Fewer were missing when somebody agreed to go on without them. */
  readonly more: boolean
  /** How the other ones are had. */
  readonly form: { readonly method: 'get' | 'post'; readonly action: string; readonly verb: 'Download' | 'Load' }
  /** What was said is agreed to by this. */
  readonly agree?: { readonly name: string; readonly value: string }
  /** Hidden fields, and buttons to stand before. */
  readonly children: ComponentChildren
}

/** Which records would be missing, and why, before anything comes without them. */
export function LeftOutPage({ door, back, all, called, missing, more, form, agree, children }: LeftOutPageProps) {
  const others = all - missing.length
  return (
    <Layout door={door} title="Some records are missing">
      <div class="form-page">
        <p class="way-back">
          <Link to={back.to}>‹ {back.words}</Link>
        </p>
        <h1>Some records are missing</h1>
        <Note tone="wait">
          {more && <p>More are missing now than when you were told.</p>}
          <p>
            {missing.length.toLocaleString('en')} of {count(all, called)} cannot be in the file:
          </p>
          <ul>
            {missing.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Note>
        <form method={form.method} action={form.action} class="acts">
          {children}
          {others > 0 && (
            <button type="submit" class="btn primary" {...agree}>
              {form.verb} the other {others === 1 ? 'one' : others.toLocaleString('en')}
            </button>
          )}
        </form>
      </div>
    </Layout>
  )
}
