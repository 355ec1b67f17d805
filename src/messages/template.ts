/** What a template is made of: ICU messages, with a kind's fields for arguments. */
export interface TemplateText {
  readonly subject: string
  readonly text: string
  /** The same with markup, for readers that show it. */
  readonly html?: string | undefined
}

export type TemplatePart = keyof TemplateText

/** What is wrong with a template, and where. */
export interface TemplateComplaint {
  readonly part: TemplatePart
  /** 1 is the first. */
  readonly line: number
  readonly detail: string
}

/** Characters a part may have. */
export const mostOfPart: Readonly<Record<TemplatePart, number>> = { subject: 200, text: 20_000, html: 60_000 }
