import type { Format } from '../types.ts'

/** How MARC 21 codes a kind of thing. */
export interface Coding {
  /** Leader/06-07, type of record and bibliographic level. */
  readonly type: string
  /** 008/18-34, "Material specific": `|` is "not coded", a blank is "undefined" or "none". */
  readonly specific: string
  /** 007, where the format has one that counts. */
  readonly physical?: string
  /** RDA content, media and carrier: 336 to 338 `$b`, with the terms of `$a`. */
  readonly rda?: readonly [content: Term, media: Term, carrier: Term]
}
type Term = readonly [term: string, code: string]

const text: Term = ['text', 'txt']
const unmediated: Term = ['unmediated', 'n']
const computer: Term = ['computer', 'c']
const audio: Term = ['audio', 's']
const volume: Term = ['volume', 'nc']
const sheet: Term = ['sheet', 'nb']
const online: Term = ['online resource', 'cr']
const audioDisc: Term = ['audio disc', 'sd']

/** 008/18-34 by material, with the form of item (008/23, or 29) in its place: a blank, or `o` for online. */
const specific = {
  book: (form = ' ') => `|||||${form}|||||||| ||`,
  continuing: (form = ' ') => `|| ||${form}||||||   |0`,
  computer: (form = ' ') => `    |${form}  | |      `,
  map: () => '|||||| |  |  | ||',
  music: () => '||||| |||||||| | ',
  visual: (kind: string) => `||| |     |    ${kind}|`,
  mixed: () => ' '.repeat(17),
} as const

/** 007/00-13 of an online resource, and 007 of discs with sound or pictures. */
const remote = 'cr |||||||||||'
const soundDisc = 'sd |||||||||||'
const videoDisc = 'vd ||||||'

/** Every format as the codes that `materialOf` reads back as that format. */
export const codings: Readonly<Record<Format, Coding>> = {
  book: { type: 'am', specific: specific.book(), rda: [text, unmediated, volume] },
  ebook: { type: 'am', specific: specific.book('o'), physical: remote, rda: [text, computer, online] },
  serial: { type: 'as', specific: specific.continuing(), rda: [text, unmediated, volume] },
  article: { type: 'ab', specific: specific.continuing(), rda: [text, unmediated, volume] },
  score: { type: 'cm', specific: specific.music(), rda: [['notated music', 'ntm'], unmediated, volume] },
  music: {
    type: 'jm',
    specific: specific.music(),
    physical: soundDisc,
    rda: [['performed music', 'prm'], audio, audioDisc],
  },
  audiobook: {
    type: 'im',
    specific: specific.music(),
    physical: soundDisc,
    rda: [['spoken word', 'spw'], audio, audioDisc],
  },
  map: { type: 'em', specific: specific.map(), rda: [['cartographic image', 'cri'], unmediated, sheet] },
  video: {
    type: 'gm',
    specific: specific.visual('v'),
    physical: videoDisc,
    rda: [
      ['two-dimensional moving image', 'tdi'],
      ['video', 'v'],
      ['videodisc', 'vd'],
    ],
  },
  image: { type: 'km', specific: specific.visual('i'), rda: [['still image', 'sti'], unmediated, sheet] },
  'computer-file': {
    type: 'mm',
    specific: specific.computer(),
    rda: [['computer program', 'cop'], computer, ['computer disc', 'cd']],
  },
  'e-resource': {
    type: 'mm',
    specific: specific.computer('o'),
    physical: remote,
    rda: [['computer dataset', 'cod'], computer, online],
  },
  manuscript: { type: 'tm', specific: specific.book(), rda: [text, unmediated, volume] },
  kit: { type: 'om', specific: specific.visual('b') },
  object: {
    type: 'rm',
    specific: specific.visual('r'),
    rda: [['three-dimensional form', 'tdf'], unmediated, ['object', 'nr']],
  },
  mixed: { type: 'pc', specific: specific.mixed() },
}
