import type { LineFinding } from '../../check-text.ts'
import { findingsSummary } from '../../findings-summary.ts'

interface EditorTextProps {
  readonly text: string
  readonly findings: readonly LineFinding[]
}

/**
 * The text of a record, its lines numbered: behind the text stands the same text, line by line, which carries the
 * numbers and marks and gives the height. So numbers are right without scripts, and where long lines are folded.
 */
export function EditorText({ text, findings }: EditorTextProps) {
  const lines = text.split(/\r\n|\n|\r/)
  const worst = new Map<number, string>()
  for (const { line, severity } of findings) if (worst.get(line) !== 'error') worst.set(line, severity)
  return (
    <div class="field text">
      <label for="text">The record, one field a line</label>
      <p class="hint" id="text-hint">
        Tag, two indicators (# for a blank), then subfields: <code>245 10 $aTitle /$cAuthor</code>. A dollar sign is
        written {'{dollar}'}.
      </p>
      <div class="numbered">
        <div class="lines" aria-hidden="true">
          {lines.map((line, i) => (
            <div key={i} class={worst.get(i + 1)}>
              {line || '\u200b'}
            </div>
          ))}
        </div>
        <textarea
          id="text"
          name="text"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="none"
          aria-describedby="text-hint findings-summary"
        >
          {/* Browsers leave out a line end that follows the tag. */}
          {`\n${text}`}
        </textarea>
      </div>
    </div>
  )
}

/** What is wrong, in a sentence and line by line. A script replaces both as one types. */
export function Findings({ findings }: { readonly findings: readonly LineFinding[] }) {
  return (
    <section id="findings" aria-labelledby="findings-title">
      <h2 id="findings-title" class="hidden">
        Check
      </h2>
      <p id="findings-summary" role="status">
        {findingsSummary(findings)}
      </p>
      <ol class="findings">
        {findings.map(({ severity, line, column, text }, i) => (
          <li key={i} class={severity} data-line={line}>
            <span class={`badge ${severity === 'error' ? 'bad' : 'wait'}`}>
              <span aria-hidden="true">{severity === 'error' ? '✕' : '△'}</span> {severity}
            </span>{' '}
            <b>
              Line {line}
              {column !== undefined && `, character ${column}`}
            </b>{' '}
            <bdi>{text}</bdi>
          </li>
        ))}
      </ol>
    </section>
  )
}
