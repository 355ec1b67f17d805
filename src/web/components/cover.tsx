import type { Brief } from '../../bib/index.ts'
import { cut, plain } from '../text.ts'
import { formatStrokes } from './format.tsx'

/** Cloth and foil of the bindings; foil on cloth has a contrast of at least 4.5:1. */
const bindings: readonly (readonly [cloth: string, foil: string])[] = [
  ['#2f4a63', '#f3e6c4'],
  ['#6b3a2a', '#f6e3cf'],
  ['#2c5546', '#eef0d2'],
  ['#5a2f4f', '#f4dfe6'],
  ['#3d3f6b', '#e6e6fa'],
  ['#6a5216', '#fff4d0'],
  ['#1f5964', '#dff3f1'],
  ['#7a2b34', '#fbe3d8'],
  ['#434a40', '#eceadb'],
  ['#50406f', '#efe6f7'],
]

/** Ornaments on the 60 × 90 board, clear of what is printed on it: text from 19 to 66, the format's picture from 69 to 79. */
const ornaments: readonly string[] = [
  'M11 13h40M11 84h40',
  'M9 6h44v79H9z',
  'M11 11h40M11 13.5h40',
  'M11 83h40M11 85.5h40',
  'M25 13h12M25 84h12',
]

/** Width of the text. */
const width = 41

/** A cover drawn from the record itself: nothing is fetched, nobody learns who looks. Decoration, so it says nothing. */
export function Cover({ brief }: { readonly brief: Brief }) {
  // Other title information, after ISBD's colon, is more than a small cover holds.
  const title = plain(brief.title.script ?? brief.title.text).split(/ [:;=/] /, 1)[0]!
  const author = plain(brief.author?.script ?? brief.author?.text ?? '').split(/[,،;(]/, 1)[0]!
  const size = sizeFor(title)
  const seed = hash(`${title}${author}${brief.year ?? ''}`)
  const [cloth, foil] = bindings[seed % bindings.length]!
  return (
    <svg class="cover" viewBox="0 0 60 90" aria-hidden="true" focusable="false">
      <path d="M0 0h58a2 2 0 0 1 2 2v86a2 2 0 0 1-2 2H0z" fill={cloth} />
      <path d="M0 0h6v90H0z" fill="#000" fill-opacity=".22" />
      <path
        d={ornaments[(seed >>> 8) % ornaments.length]}
        fill="none"
        stroke={foil}
        stroke-opacity=".55"
        stroke-width=".7"
      />
      <g fill={foil} font-family="Georgia, 'Noto Serif', serif" text-anchor="middle">
        {wrap(title, size, 4).map((line, i) => (
          <text key={i} x="31" y={27 + Math.round(i * size * 11.5) / 10} font-size={size}>
            {line}
          </text>
        ))}
        <text x="31" y="64" font-size="5.5">
          {wrap(author, 5.5, 1)[0]}
        </text>
      </g>
      <path
        d={formatStrokes(brief.format)}
        transform="translate(26 69) scale(.625)"
        fill="none"
        stroke={foil}
        stroke-width="1.2"
        stroke-linejoin="round"
      />
    </svg>
  )
}

/** FNV-1a: the same edition has the same binding everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193)
  return value >>> 0
}

const wide = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/
/** About how wide a text is in units of the drawing. */
const widthOf = (text: string, size: number) =>
  [...text].reduce((sum, character) => sum + (wide.test(character) ? 1 : 0.52) * size, 0)

/** Words, with the space or hyphen behind them. */
const wordsOf = (text: string) => text.match(/[^\s-]*(-+|\s+|$)/g)?.filter(Boolean) ?? []

/** The size at which the longest word just fits, within what can be read. */
function sizeFor(text: string): number {
  const longest = Math.max(...wordsOf(text).map((word) => widthOf(word.trimEnd(), 1)))
  return Math.min(8, Math.max(5, Math.floor((width / longest) * 10) / 10))
}

/** At most `most` lines; what does not fit ends in an ellipsis. */
function wrap(text: string, size: number, most: number): string[] {
  const lines: string[] = ['']
  for (const word of wordsOf(cut(text, 120)).flatMap((word) => pieces(word, size))) {
    const longer = `${lines.at(-1)}${word}`
    if (widthOf(longer.trimEnd(), size) <= width || lines.at(-1) === '') lines[lines.length - 1] = longer
    else if (lines.length < most) lines.push(word)
    else {
      lines[most - 1] = `${lines[most - 1]!.trimEnd()}…`
      break
    }
  }
  return lines.map((line) => line.trim())
}

/** A word wider than a line falls into parts with hyphens, in scripts without spaces into characters. */
function pieces(word: string, size: number): string[] {
  if (widthOf(word.trimEnd(), size) <= width) return [word]
  if (wide.test(word)) return [...word]
  const characters = [...word]
  const fitting = Math.floor(width / (0.52 * size)) - 1
  return Array.from({ length: Math.ceil(characters.length / fitting) }, (_, i) => {
    const part = characters.slice(i * fitting, (i + 1) * fitting).join('')
    return (i + 1) * fitting < characters.length ? `${part}-` : part
  })
}
