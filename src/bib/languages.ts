import { languageNames } from './language-names.ts'

/** ISO 639-2 terminology codes that UNIMARC and RDA records use, and obsolete MARC codes, by their bibliographic code. */
const bibliographic: Readonly<Record<string, string>> = {
  bod: 'tib',
  ces: 'cze',
  cym: 'wel',
  deu: 'ger',
  ell: 'gre',
  eus: 'baq',
  fas: 'per',
  fra: 'fre',
  hye: 'arm',
  isl: 'ice',
  kat: 'geo',
  mkd: 'mac',
  mri: 'mao',
  msa: 'may',
  mya: 'bur',
  nld: 'dut',
  ron: 'rum',
  slk: 'slo',
  sqi: 'alb',
  zho: 'chi',
  scr: 'hrv',
  scc: 'srp',
  mol: 'rum',
  esp: 'epo',
  far: 'fao',
  gal: 'orm',
  int: 'ina',
  iri: 'gle',
  lap: 'smi',
  sao: 'smo',
  sho: 'sna',
  sso: 'sot',
  swz: 'ssw',
  tag: 'tgl',
  taj: 'tgk',
  tar: 'tat',
  tsw: 'tsn',
  gag: 'glg',
  gua: 'grn',
  eth: 'gez',
  fri: 'fry',
  max: 'glv',
  cam: 'khm',
  lan: 'oci',
}

/** The ISO 639-2/B code for a three-letter code, lower case, as MARC 21 knows it. */
export const bibliographicCode = (code: string): string => bibliographic[code] ?? code

/** Every language by its ISO 639-2/B code, in the order of the English names. */
export const languages: readonly (readonly [code: string, name: string])[] = [...languageNames].sort(
  ([, one], [, other]) => (one < other ? -1 : 1),
)

/** The English name of a language by its three-letter code, bibliographic or terminology; undefined for an unknown one. */
export const languageName = (code: string): string | undefined =>
  languageNames.get(bibliographicCode(code.toLowerCase()))
