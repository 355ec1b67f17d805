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

/** Ornaments on the 60 × 90 board. */
const ornaments: readonly string[] = [
  'M12 15h38M12 68.5h38',
  'M11 10h40v71H11z',
  'M12 13h38M12 16h38',
  'M12 82h38M12 84h38',
  'M25 15h12M25 82h12',
]

/** A cover drawn from the record itself: nothing is fetched, nobody learns who looks. Decoration, so it says nothing. */
export function Cover({ brief }: { readonly brief: Brief }) {
  const title = plain(brief.title.script ?? brief.title.text)
  const author = plain(brief.author?.script ?? brief.author?.text ?? '').split(/[,;(]/, 1)[0]!
  const size = sizeFor(title, 40)
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
        {wrap(title, 40, size, 4).map((line, i) => (
          <text key={i} x="31" y={28 + i * 9} font-size={size}>
            {line}
          </text>
        ))}
        <text x="31" y="64" font-size="5.5">
          {wrap(author, 40, 5.5, 1)[0]}
        </text>
      </g>
      <path
        d={formatStrokes(brief.format)}
        transform="translate(27 70) scale(.5)"
        fill="none"
        stroke={foil}
        stroke-width="1.2"
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

/** The size at which the longest word just fits, within what can be read. */
function sizeFor(text: string, width: number): number {
  const longest = Math.max(...text.split(' ').map((word) => widthOf(word, 1)))
  return Math.min(8, Math.max(5.5, Math.floor((width / longest) * 10) / 10))
}

/** Lines of at most `width`, at most `most` of them; what does not fit ends in an ellipsis. */
function wrap(text: string, width: number, size: number, most: number): string[] {
  const lines: string[] = ['']
  for (const word of pieces(cut(text, 120), width, size)) {
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

/** Words with their space; a word wider than a line falls into characters, as scripts without spaces must. */
const pieces = (text: string, width: number, size: number) =>
  (text.match(/\S+\s*/g) ?? []).flatMap((word) => (widthOf(word.trimEnd(), size) > width ? [...word] : [word]))
