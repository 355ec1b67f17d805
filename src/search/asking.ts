import { printPqf } from '../standards/query/index.ts'
import type { TargetDiagnostic, TargetSettings } from '../zoom/index.ts'
import { adaptations } from './adapted.ts'
import {
  type Form,
  inPlain,
  joined,
  type Lesson,
  nextRung,
  type Rung,
  readSchemas,
  readSyntaxes,
  taught,
} from './ladder.ts'
import type { Memory } from './memory.ts'
import type { Asked } from './result-sets.ts'
import type { Target } from './settings.ts'
import type { TargetStatus } from './types.ts'

/** How one target is asked in one search: as was wanted, and simpler with everything it refuses. */
export class Asking {
  readonly #target: Target
  readonly #wanted: Form
  readonly #memory: Memory
  readonly #refusedSyntaxes: string[] = []
  readonly #said: (Rung['said'] & string)[] = []
  #lessons: readonly Lesson[]
  /** Those that are in the memory, or were: what was forgotten there since is not taught again. */
  #remembered: readonly Lesson[]
  #form: Form

  /** Begins with what earlier searches have learned. */
  constructor(target: Target, wanted: Form, memory: Memory) {
    this.#target = target
    this.#wanted = wanted
    this.#memory = memory
    this.#lessons = memory.recall(target.id)
    this.#remembered = this.#lessons
    this.#form = taught(this.#wanted, this.#lessons, ownSyntax(target))
  }

  get form(): Form {
    return this.#form
  }

  get asked(): Asked {
    const { query, syntax } = this.#form
    return { query, syntax, afresh: this.#said.at(-1) === 'again' }
  }

  /** Tells what is asked from all else that is: the target, and everything that decides which records come, and how. */
  get key(): string {
    const { id, client } = this.#target
    return JSON.stringify([id, ...decisive(client), this.#form.syntax, printPqf(this.#form.query)])
  }

  /** Takes the next simpler form after a refusal; undefined where none would help. */
  simplify(diagnostics: readonly TargetDiagnostic[]): Rung | undefined {
    const syntax = this.#form.syntax ?? ownSyntax(this.#target)
    if (syntax !== undefined && !this.#refusedSyntaxes.includes(syntax)) this.#refusedSyntaxes.push(syntax)
    const known = this.#target.client.protocol === 'sru' ? readSchemas : readSyntaxes
    const rung = nextRung(this.#form, diagnostics, { known, refused: this.#refusedSyntaxes })
    if (!rung) return undefined
    this.#form = rung.form
    this.#lessons = joined([...this.#lessons, ...rung.lessons])
    if (rung.said) this.#said.push(rung.said)
    return rung
  }

  /**
   * Takes the words in plain letters, where they were typed into fields; what to do to take them back, where that was no
   * better. Undefined where they are plain, or somebody wrote the query.
   */
  takePlainLetters(): (() => void) | undefined {
    const before = this.#form
    const rung = before.keepsFields ? undefined : inPlain(before)
    if (!rung?.said) return undefined
    const { said } = rung
    this.#form = rung.form
    this.#said.push(said)
    return () => {
      this.#form = before
      this.#said.pop()
    }
  }

  /** It works so: later searches begin with it. */
  learn(): void {
    const news = this.#lessons.filter((lesson) => !this.#remembered.includes(lesson))
    this.#remembered = this.#lessons
    this.#memory.learn(this.#target.id, news)
  }

  get adapted(): Pick<TargetStatus, 'adapted'> {
    const adapted = adaptations(this.#wanted, this.#form, this.#lessons, this.#said)
    return adapted.length > 0 ? { adapted } : {}
  }
}

const ownSyntax = ({ client }: Target): string | undefined =>
  client.protocol === 'z3950' ? client.syntax : client.schema

const decisive = (client: TargetSettings): readonly unknown[] =>
  client.protocol === 'sru' ? [client.url, client.schema] : [client.databases, client.syntax, client.elementSet]
