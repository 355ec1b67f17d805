import { z } from 'zod'

const line = z.string().max(300)
const ownAddress = z
  .string()
  .regex(/^\/[\w/?=&.-]*$/)
  .max(200)

/** What came of one scan. */
export interface DeskResult {
  /** `ok`: done, and nothing more to do but the usual; `go`: done, and the thing goes somewhere; `bad`: not done. */
  readonly tone: 'ok' | 'go' | 'bad'
  readonly said: string
  /** What was scanned, as we know it. */
  readonly code: string
  readonly title: string
  readonly lines: readonly string[]
  /** Addresses are our own. */
  readonly links: readonly { readonly to: string; readonly label: string }[]
  /** By the clock of the branch. */
  readonly at: string
  /** What takes it back, for half a minute. */
  readonly undo?: string | undefined
}

/** The same as a page sent it along. */
const Earlier: z.ZodType<DeskResult> = z.strictObject({
  tone: z.enum(['ok', 'go', 'bad']),
  said: line,
  code: z.string().max(100),
  title: line,
  lines: z.array(line).max(6),
  links: z.array(z.strictObject({ to: ownAddress, label: z.string().max(80) })).max(4),
  at: z.string().max(8),
  undo: z.uuid().optional(),
})

/** What a page keeps of its past: more is nobody's to scroll through. */
export const mostKept = 25

/** Earlier results as a page sent them along; what is no such thing is forgotten. */
export function readEarlier(text: string): DeskResult[] {
  try {
    const parsed = z.array(Earlier).max(mostKept).safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}
