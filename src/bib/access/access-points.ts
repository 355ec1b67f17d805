import type { Flavour } from '../../standards/marc/index.ts'
import type { ValueKind } from './values.ts'

/**
 * What a Bib-1 Use attribute means in a record. A place is a tag (`x` stands for any digit) with the codes of the
 * subfields it covers, all of them where none are given; `008/7-10` are positions of a control field, `LDR/7-7` of the
 * leader. An empty list means that records of this flavour have nothing of the kind: diagnostic 114.
 */
export interface AccessPoint {
  readonly marc21: string
  readonly unimarc: string
  /** How a term for it is read; words of a text unless said otherwise. */
  readonly as?: ValueKind
  /** So many different values that listing whole fields of it would cost too much: words only. */
  readonly wordsOnly?: true
}

const everything: AccessPoint = {
  marc21: '001 0xx 1xx 2xx 3xx 4xx 5xx 6xx 7xx 8xx',
  unimarc: '001 0xx 2xx 3xx 4xx 5xx 6xx 7xx 8xx',
  wordsOnly: true,
}
const title: AccessPoint = {
  marc21:
    '130adfgklmnoprst 210ab 222ab 240adfgklmnoprs 242abnp 243adfgklmnoprs 245abfgknps 246abfgnp 247abfgnp 440anp 490a 505t 600t 610t 611t 700t 710t 711t 730adfgklmnoprst 740anp 773t 780t 785t 800t 810t 811t 830adfgklmnoprst',
  unimarc: '200acdehi 225ade 4xxt 500abhimn 501a 503a 51xaehij 520aehi 530a 531a 532a 540a 541aehi 545a 605ahi 7xxt',
}
const author: AccessPoint = {
  marc21: '100abcdjq 110abcdn 111acdenq 700abcdjq 710abcdn 711acdenq 800abcdjq 810abcdn 811acdenq',
  unimarc: '700abcdfg 701abcdfg 702abcdfg 710abcdefg 711abcdefg 712abcdefg 720acf 721acf 722acf',
}
const subject: AccessPoint = {
  marc21:
    '600abcdjqtvxyz 610abcdntvxyz 611acdenqtvxyz 630adfgklmnoprstvxyz 648avxyz 650abcdvxyz 651avxyz 653a 654abcvyz 655abcvxyz 656akvxyz 657avxyz',
  unimarc:
    '600abcdfgxyz 601abcdefghxyz 602axyz 604at 605ahiklmnxyz 606abxyz 607abxyz 608axyz 610a 615anm 616axyz 617abcd',
}
const date: AccessPoint = {
  marc21: '008/7-10 260cg 264c',
  unimarc: '100/a9-12 210d 214d',
  as: 'years',
}
const name: AccessPoint = {
  marc21: `${author.marc21} 600abcdjq 610abcdn 611acdenq`,
  unimarc: `${author.unimarc} 600abcdfg 601abcdefgh 602a`,
}

/** Bib-1 Use attributes (the key) that a file of records answers. Meanings: ATR-BIB-1, Z39.50 maintenance agency. */
export const accessPoints: Readonly<Record<number, AccessPoint>> = {
  1: { marc21: '100abcdjq 600abcdjq 700abcdjq 800abcdjq', unimarc: '600abcdfg 700abcdfg 701abcdfg 702abcdfg' },
  2: { marc21: '110abcdn 610abcdn 710abcdn 810abcdn', unimarc: '601abcdefgh 710abcdefg 711abcdefg 712abcdefg' },
  3: { marc21: '111acdenq 611acdenq 711acdenq 811acdenq', unimarc: '601abcdefgh 710abcdefg 711abcdefg 712abcdefg' },
  4: title,
  5: { marc21: '440anpv 490av 800t 810t 811t 830adfgklmnoprstv', unimarc: '225adehiv 410t' },
  6: {
    marc21: '130adfgklmnoprst 240adfgklmnoprs 243adfgklmnoprs 700t 710t 711t 730adfgklmnoprst',
    unimarc: '500abhimn',
  },
  7: { marc21: '020a', unimarc: '010a', as: 'isbn' },
  8: { marc21: '022aly 440x 490x 773x 780x 785x 830x', unimarc: '011aly 225x 4xxx', as: 'number' },
  9: { marc21: '010a', unimarc: '', as: 'lccn' },
  10: { marc21: '015a', unimarc: '020b', as: 'code' },
  12: { marc21: '001', unimarc: '001', as: 'code' },
  13: { marc21: '082ab 083a 092ab', unimarc: '676a' },
  14: { marc21: '080ab', unimarc: '675a' },
  16: { marc21: '050ab 090ab', unimarc: '680ab' },
  17: { marc21: '060ab', unimarc: '' },
  20: { marc21: '084ab 099a', unimarc: '686ab' },
  21: subject,
  27: subject,
  29: subject,
  30: { ...date, marc21: `${date.marc21} 008/11-14`, unimarc: `${date.unimarc} 100/a13-16` },
  31: date,
  35: { marc21: '246abfgnp', unimarc: '200d 510aehij' },
  41: { marc21: '246abfgnp 740anp', unimarc: '512aehij 513aehij 514aehij 515aehij 516aehij 517aehij' },
  42: { marc21: '247abfgnp 780t', unimarc: '430t 520aehi' },
  43: { marc21: '210ab', unimarc: '531a' },
  48: { marc21: '015a 016a', unimarc: '020b', as: 'code' },
  50: { marc21: '086a', unimarc: '022b' },
  51: { marc21: '028ab', unimarc: '071ab' },
  53: { marc21: '050ab 082ab 090ab 092ab 099a 852hi', unimarc: '676a 680ab 686ab 930a 995k' },
  54: { marc21: '008/35-37 041ad', unimarc: '101a' },
  55: { marc21: '043a', unimarc: '102a' },
  56: { marc21: '040ac', unimarc: '801b', as: 'code' },
  58: { marc21: '651avxyz 751a', unimarc: '607abxyz' },
  59: { marc21: '260a 264a', unimarc: '210a 214a' },
  62: { marc21: '520ab', unimarc: '330a' },
  63: { marc21: '5xx', unimarc: '3xx' },
  1000: { marc21: `${author.marc21} ${title.marc21}`, unimarc: `${author.unimarc} ${title.unimarc}` },
  1001: { marc21: 'LDR/6-6', unimarc: 'LDR/6-6' },
  1002: name,
  1003: author,
  1004: { marc21: '100abcdjq 700abcdjq 800abcdjq', unimarc: '700abcdfg 701abcdfg 702abcdfg' },
  1005: { marc21: '110abcdn 710abcdn 810abcdn', unimarc: '710abcdefg 711abcdefg 712abcdefg' },
  1006: { marc21: '111acdenq 711acdenq 811acdenq', unimarc: '710abcdefg 711abcdefg 712abcdefg' },
  1007: { marc21: '015a 016a 020a 022aly 024a', unimarc: '010a 011aly 012a 013a 014a 016a 020b 073a', as: 'number' },
  1009: { marc21: '600abcdjq', unimarc: '600abcdfg' },
  1016: everything,
  1017: everything,
  1018: { marc21: '260b 264b', unimarc: '210c 214c' },
  1019: { marc21: '040ac', unimarc: '801b', as: 'code' },
  1021: { marc21: 'LDR/7-7', unimarc: 'LDR/7-7' },
  1033: { marc21: '773abdt', unimarc: '461t 463t' },
  1035: everything,
  1036: {
    marc21: `${author.marc21} ${title.marc21} ${subject.marc21}`,
    unimarc: `${author.unimarc} ${title.unimarc} ${subject.unimarc}`,
    wordsOnly: true,
  },
  1211: { marc21: '035a', unimarc: '035a', as: 'systemNumber' },
}

/** The access point of a search without a Use attribute. */
export const anyField = 1016

/** Places whose content is not running text. Every other subfield is read as words. */
export const valuePlaces: Readonly<Record<Flavour, Readonly<Partial<Record<ValueKind, string>>>>> = {
  marc21: {
    isbn: '020a',
    number: '022aly 024a 440x 490x 773x 780x 785x 830x',
    lccn: '010a',
    code: '001 015a 016a 040ac',
    systemNumber: '035a',
    years: '008/7-10 008/11-14 260cg 264c',
  },
  unimarc: {
    isbn: '010a',
    number: '011aly 012a 013a 014a 016a 073a 225x 4xxx',
    code: '001 020b 801b',
    systemNumber: '035a',
    years: '100/a9-12 100/a13-16 210d 214d',
  },
}

/** Fields whose indicator (1 or 2) counts the characters of a leading article. MARC 21 only; UNIMARC marks them in the text. */
export const nonfilingIndicators: Readonly<Record<string, 1 | 2>> = {
  130: 1,
  222: 2,
  240: 2,
  242: 2,
  243: 2,
  245: 2,
  440: 2,
  630: 1,
  730: 1,
  740: 1,
  830: 2,
}
