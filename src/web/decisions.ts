import type { SelectDecision } from '../catalogue/index.ts'

/** A decision as the value of a button. */
export const decisionValue = (decision: SelectDecision): string =>
  [
    decision.kind,
    ...('bibId' in decision ? [decision.bibId] : []),
    ...('version' in decision ? [decision.version] : []),
  ].join(':')

/** The decision a button stands for; undefined for anything else. */
export function readDecision(value: string): SelectDecision | undefined {
  const [, kind, bib, seen] =
    /^(create|existing|overlay|complete|restore)(?::(\d{1,15})(?::(\d{1,9}))?)?$/.exec(value) ?? []
  const [bibId, version] = [bib, seen].map((text) => (text === undefined ? undefined : Number(text)))
  if (kind === 'create') return bibId === undefined ? { kind } : undefined
  if (bibId === undefined) return undefined
  if (kind === 'existing') return version === undefined ? { kind, bibId } : undefined
  if (kind === 'overlay' || kind === 'complete' || kind === 'restore')
    return version === undefined ? undefined : { kind, bibId, version }
  return undefined
}
