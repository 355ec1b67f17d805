import { type Format, formats, languageName } from '../bib/index.ts'
import type { Branch } from '../catalogue/index.ts'
import { formatWords } from './components/format.tsx'
import type { ListFilter } from './our-address.ts'

export const filterLabels: Readonly<Record<ListFilter, string>> = {
  format: 'Format',
  language: 'Language',
  branch: 'Branch',
}

const isFormat = (value: string): value is Format => (formats as readonly string[]).includes(value)

/** A value of a filter as readers say it. */
export function valueWords(filter: ListFilter, value: string, branches: readonly Branch[]): string {
  if (filter === 'format') return isFormat(value) ? formatWords({ format: value }) : value
  if (filter === 'language') return languageName(value) ?? value
  return branches.find(({ code }) => code === value)?.label ?? value
}
