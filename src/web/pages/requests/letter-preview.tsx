import { createHash } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import type { MessagePreview } from '../../../messages/index.ts'
import { Note } from '../../components/note.tsx'

/** What tells one letter from another: the form carries it, so that nothing is sent that nobody has seen. */
export const digestOf = ({ to, subject, text, html = '' }: MessagePreview): string =>
  createHash('sha256')
    .update(JSON.stringify([to.address, subject, text, html]))
    .digest('base64url')

/** The letter to the lender of a line. */
export interface LineLetter {
  readonly line: number
  readonly name: string
  readonly letter: MessagePreview
}

interface LetterPreviewProps {
  readonly letter: MessagePreview
  /** It was asked to be sent, and is not what was seen before. */
  readonly isNew: boolean
}

/** The letter as it would be sent now. */
export const LetterPreview = ({ letter, isNew }: LetterPreviewProps) => (
  <section aria-labelledby="letter">
    <h2 id="letter">The letter</h2>
    {isNew && <NothingSent>This is the letter with your note: press the button again to send it.</NothingSent>}
    <Letter letter={letter} />
    <input type="hidden" name="previewed" value={digestOf(letter)} />
    <PreviewAgain />
  </section>
)

interface LetterPreviewsProps {
  readonly letters: readonly LineLetter[]
  /** They were asked to be sent, and are not what was seen before. */
  readonly isNew: boolean
}

/** The letters to several lenders as they would be sent now, to be unfolded where there are many. */
export const LetterPreviews = ({ letters, isNew }: LetterPreviewsProps) => (
  <section aria-labelledby="letter">
    <h2 id="letter">{letters.length === 1 ? 'The letter' : `The ${letters.length} letters`}</h2>
    {isNew && <NothingSent>These are the letters with your note: press the button again to send them.</NothingSent>}
    {letters.map(({ line, name, letter }) => (
      <details key={line} open={letters.length <= 3}>
        <summary>To {name}</summary>
        <Letter letter={letter} />
        <input type="hidden" name="previewed" value={`${line}:${digestOf(letter)}`} />
      </details>
    ))}
    <PreviewAgain />
  </section>
)

const NothingSent = ({ children }: { readonly children: ComponentChildren }) => (
  <div role="alert">
    <Note tone="wait">Nothing is sent yet. {children}</Note>
  </div>
)

const PreviewAgain = () => (
  <div class="acts">
    <button type="submit" class="btn" name="preview" value="1">
      Preview
    </button>
  </div>
)

const Letter = ({ letter }: { readonly letter: MessagePreview }) => (
  <>
    {letter.reason && <Note tone="bad">It would be held, under Problems: {letter.reason}.</Note>}
    <dl class="facts">
      <div>
        <dt>To</dt>
        <dd>
          {letter.to.name}
          {letter.to.address && `, ${letter.to.address}`}
        </dd>
      </div>
      <div>
        <dt>Subject</dt>
        <dd>{letter.subject}</dd>
      </div>
    </dl>
    <pre class="letter panel">{letter.text}</pre>
  </>
)
