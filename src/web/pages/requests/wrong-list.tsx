import { Layout } from '../../components/layout.tsx'
import { Link } from '../../components/link.tsx'
import { Words } from '../../components/words.tsx'
import type { Door } from '../../door.ts'

/** A part of the list's address that cannot be understood, and what it says. */
export interface WrongPart {
  readonly name: string
  readonly value: string
  /** What it may be; empty where that cannot be listed. */
  readonly allowed: readonly string[]
}

interface WrongListProps {
  readonly door: Door
  readonly wrong: readonly WrongPart[]
  /** The list without them. */
  readonly without: string
}

/** What is wrong with the address of a list, and the ways on. */
export const WrongList = ({ door, wrong, without }: WrongListProps) => (
  <Layout door={door} title="That address is not quite right">
    <div class="panel nothing">
      <h1>That address is not quite right</h1>
      <p>The list of requests was asked for with something it does not know:</p>
      <ul>
        {wrong.map(({ name, value, allowed }) => (
          <li key={name}>
            <code>{name}</code> is “<Words text={value} most={80} />”
            {allowed.length > 0 && `; it may be ${allowed.join(', ')}`}
          </li>
        ))}
      </ul>
      <p class="acts">
        <Link class="btn primary" to={without}>
          Show the list without it
        </Link>
        <Link class="btn" to="/requests">
          Go to Requests
        </Link>
      </p>
    </div>
  </Layout>
)
