import { Problem } from '../../src/problems.ts'

/** The Bib-1 diagnostic an act is refused with, or undefined when it is not refused. */
export async function refusalOf(act: () => unknown): Promise<{ condition: number; addinfo: string } | undefined> {
  try {
    await act()
    return undefined
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.code !== 'bib1-diagnostic') throw cause
    return { condition: Number(cause.context['condition']), addinfo: String(cause.context['addinfo']) }
  }
}
