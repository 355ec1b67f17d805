import type { Brief, Carrier, Format } from '../../bib/index.ts'

/** What patrons call each format, and the strokes of its picture on a 16 × 16 grid. */
const looks: Readonly<Record<Format, readonly [word: string, strokes: string]>> = {
  book: ['Book', 'M3 3.5A1.5 1.5 0 0 1 4.5 2H13v12H4.5A1.5 1.5 0 0 1 3 12.5zM3 12.5A1.5 1.5 0 0 1 4.5 11H13'],
  ebook: ['E-book', 'M3.5 1.5h9v13h-9zM6 5h4M6 7.5h4M7.5 12.5h1'],
  serial: ['Journal', 'M2.5 5h8.5v9H2.5zM5 5V2.5h8.5V11H11M5 8h3.5M5 10.5h3.5'],
  article: ['Article', 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.5 7.5h5M5.5 10h5M5.5 12.5h3'],
  score: [
    'Sheet music',
    'M1.5 3.5h13M1.5 6.5h13M1.5 9.5h13M1.5 12.5h13M10.5 2.5v8M10.5 10.5a2 1.5 0 1 1-4 0a2 1.5 0 1 1 4 0',
  ],
  music: ['Music', 'M14 8A6 6 0 1 1 2 8a6 6 0 1 1 12 0M9.8 8a1.8 1.8 0 1 1-3.6 0a1.8 1.8 0 1 1 3.6 0'],
  audiobook: ['Audiobook', 'M2.5 10V8.5a5.5 5.5 0 0 1 11 0V10M2.5 9.5h2.2v4H2.5zM11.3 9.5h2.2v4h-2.2z'],
  map: ['Map', 'M1.5 3.5L6 2l4 2 4.5-1.5v10L10 14l-4-2-4.5 1.5zM6 2v10M10 4v10'],
  video: ['Film', 'M1.5 3h13v10h-13zM6.5 5.7L10.5 8l-4 2.3z'],
  image: ['Picture', 'M2 2.5h12v11H2zM2 11l3.5-4 3 3.5 2-2L14 12M11.5 5.5h.5'],
  'computer-file': ['Computer file', 'M2.5 2.5h9l2 2v9h-11zM5 2.5v4h5v-4M5 13.5v-4h6v4'],
  'e-resource': [
    'Online',
    'M14 8A6 6 0 1 1 2 8a6 6 0 1 1 12 0M2 8h12M8 2C4.5 5.5 4.5 10.5 8 14M8 2c3.5 3.5 3.5 8.5 0 12',
  ],
  manuscript: ['Manuscript', 'M2.5 13.5l1-3.8L11 2.2 13.8 5l-7.5 7.5zM9 4.2L11.8 7'],
  kit: ['Kit', 'M2 5l6-3 6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6'],
  object: ['Object', 'M5 2h6l-1 3c2.5 1 3.5 3 3.5 4.7C13.5 12.3 11 14 8 14s-5.5-1.7-5.5-4.3C2.5 8 3.5 6 6 5z'],
  mixed: ['Mixed material', 'M2 2.5h5v5H2zM9 2.5h5v5H9zM2 9.5h5v4H2zM9 9.5h5v4H9z'],
}

/** The strokes of a format's picture, for use inside another drawing. */
export const formatStrokes = (format: Format): string => looks[format][1]

const carrierWords: Readonly<Record<Carrier, string>> = {
  online: 'online',
  disc: 'on disc',
  microform: 'on microform',
  'large-print': 'in large print',
  braille: 'in braille',
}
/** Formats that are online by name. */
const alwaysOnline: ReadonlySet<Format> = new Set(['ebook', 'e-resource'])

/** A format in words, with what it is carried on where that is not what one expects: "Journal, on microform". */
export function formatWords({ format, carrier }: Pick<Brief, 'format' | 'carrier'>): string {
  const [word] = looks[format]
  if (format === 'e-resource' && carrier === 'disc') return 'On disc'
  return !carrier || (carrier === 'online' && alwaysOnline.has(format)) ? word : `${word}, ${carrierWords[carrier]}`
}

/** A format as picture and words. */
export const FormatLabel = ({ brief }: { readonly brief: Brief }) => (
  <span class="format">
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={formatStrokes(brief.format)}
        fill="none"
        stroke="currentColor"
        stroke-width="1.3"
        stroke-linejoin="round"
        stroke-linecap="round"
      />
    </svg>
    {formatWords(brief)}
  </span>
)
