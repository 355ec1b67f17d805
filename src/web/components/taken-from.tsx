import type { BibSource } from '../../catalogue/index.ts'
import { Link } from './link.tsx'
import { Words } from './words.tsx'

interface TakenFromProps {
  readonly source: BibSource
  /** The record in its owner's catalogue. */
  readonly link: string | undefined
}

/** Whose description a record of ours began with. */
export const TakenFrom = ({ source, link }: TakenFromProps) => (
  <section class="panel">
    <h2>Description from</h2>
    <p>
      <Words text={source.label} most={120} />
    </p>
    {link && (
      <p>
        <Link to={link}>
          Open in their catalogue<span class="hidden"> ({source.label})</span>
        </Link>
      </p>
    )}
  </section>
)
