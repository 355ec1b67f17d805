import type { ComponentChildren } from 'preact'

interface NoteProps {
  readonly tone: 'info' | 'wait' | 'bad'
  readonly children: ComponentChildren
}

const signs = { info: 'i', wait: '△', bad: '✕' } as const

/** Something to know about what is on the page: sign, words and, where there is one, the next step. */
export const Note = ({ tone, children }: NoteProps) => (
  <div class={`note ${tone}`}>
    <span class="sign" aria-hidden="true">
      {signs[tone]}
    </span>
    <div>{children}</div>
  </div>
)
