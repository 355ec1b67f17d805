import type { ComponentChildren } from 'preact'
import { Link } from '../../components/link.tsx'

interface OneTimeTextProps {
  readonly text: string
  readonly is: 'link' | 'token'
  readonly children: ComponentChildren
}

/** Something that is shown once and never again: easy to select whole, and to copy. */
export const OneTimeText = ({ text, is, children }: OneTimeTextProps) => (
  <div class="note info once" role="status">
    <span class="sign" aria-hidden="true">
      i
    </span>
    <div>
      <p>{children}</p>
      <p>{is === 'link' ? <Link to={text}>{text}</Link> : <code>{text}</code>}</p>
    </div>
  </div>
)
