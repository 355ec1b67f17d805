import type { ComponentChildren } from 'preact'

interface FormSectionProps {
  readonly title: string
  readonly about?: string | undefined
  /** Folded away, where most leave it as it is; open only where something in it is to be seen. */
  readonly fold?: 'open' | 'shut' | undefined
  readonly children: ComponentChildren
}

/** A section of a long form: its settings stand side by side where there is room. */
export const FormSection = ({ title, about, fold, children }: FormSectionProps) =>
  fold ? (
    <details open={fold === 'open'}>
      <summary>{title}</summary>
      {about && <p class="hint">{about}</p>}
      <div class="settings">{children}</div>
    </details>
  ) : (
    <fieldset>
      <legend>{title}</legend>
      {about && <p class="hint">{about}</p>}
      <div class="settings">{children}</div>
    </fieldset>
  )
