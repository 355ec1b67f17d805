import type { HitDetail } from '../search/index.ts'
import { formats, toMarcInJson } from '../standards/marc/index.ts'

/** One way to print the records of a search. */
export interface RecordWriter {
  readonly open?: string
  readonly close?: string
  write(record: HitDetail): string | Uint8Array
}

/** How `farshelf search` prints, by the name of `--format`. */
export const recordWriters = {
  brief: { write: writeBrief },
  full: { write: writeFull },
  json: { write: writeJson },
  /** The octets as the target sent them. */
  marc: { write: ({ decoded }) => decoded.raw },
  marcxml: { ...formats.marcxml, write: ({ decoded }) => formats.marcxml.write(decoded.record) },
  mrk: { ...formats.mrk, write: ({ decoded }) => formats.mrk.write(decoded.record) },
  line: { ...formats.line, write: ({ decoded }) => formats.line.write(decoded.record) },
} as const satisfies Record<string, RecordWriter>

function writeBrief({ full: { brief }, source }: HitDetail): string {
  const { title, author, edition, imprint, year, isbns } = brief
  const facts = [author?.script ?? author?.text, edition, imprint ?? year, brief.format, isbns[0]].filter(Boolean)
  const lossy = source.lossy ? '  [some characters could not be read]' : ''
  return `${source.label} ${source.position}: ${title.script ?? title.text}${lossy}\n    ${facts.join(' · ')}\n`
}

function writeFull({ full, source, decoded }: HitDetail): string {
  const width = Math.max(0, ...full.fields.map(({ label }) => label.length))
  const lines = full.fields.flatMap(({ label, values }) =>
    values.map(({ text, script, url }, i) => {
      const shown = [script, text, url].filter((part, at, all) => part && all.indexOf(part) === at)
      return `  ${(i === 0 ? label : '').padEnd(width)}  ${shown.join(' · ')}\n`
    }),
  )
  const lossy = decoded.lossy
    ? `  ${'Unreadable'.padEnd(width)}  characters in ${decoded.lossyFields.join(', ')}\n`
    : ''
  return `${source.label} ${source.position}\n${lines.join('')}${lossy}\n`
}

function writeJson({ full: { brief }, source, decoded }: HitDetail): string {
  const { target, position, lossy } = source
  return `${JSON.stringify({ target, position, lossy, brief, marc: toMarcInJson(decoded.record) })}\n`
}
