import { createHash } from 'node:crypto'
import type { MessagePreview } from '../../../messages/index.ts'
import { Note } from '../../components/note.tsx'

/** What tells one letter from another: the form carries it, so that nothing is sent that nobody has seen. */
export const digestOf = ({ to, subject, text, html = '' }: MessagePreview): string =>
  createHash('sha256')
    .update(JSON.stringify([to.address, subject, text, html]))
    .digest('base64url')

interface LetterPreviewProps {
  readonly letter: MessagePreview
  /** It was asked to be sent, and is not what was seen before. */
  readonly isNew: boolean
}

/** The letter as it would be sent now. */
export const LetterPreview = ({ letter, isNew }: LetterPreviewProps) => (
  <section aria-labelledby="letter">
    <h2 id="letter">The letter</h2>
    {isNew && (
      <div role="alert">
        <Note tone="wait">
          Nothing is sent yet. This is the letter with your note: press the button again to send it.
        </Note>
      </div>
    )}
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
    <input type="hidden" name="previewed" value={digestOf(letter)} />
    <div class="acts">
      <button type="submit" class="btn" name="preview" value="1">
        Preview
      </button>
    </div>
  </section>
)
