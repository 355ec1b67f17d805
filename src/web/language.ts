/** ISO 639-2 bibliographic codes, as MARC has them, that differ from the code language tags are made of. */
const terminologyCodes: Readonly<Record<string, string>> = {
  alb: 'sqi',
  arm: 'hye',
  baq: 'eus',
  bur: 'mya',
  chi: 'zho',
  cze: 'ces',
  dut: 'nld',
  fre: 'fra',
  geo: 'kat',
  ger: 'deu',
  gre: 'ell',
  ice: 'isl',
  mac: 'mkd',
  mao: 'mri',
  may: 'msa',
  per: 'fas',
  rum: 'ron',
  slo: 'slk',
  tib: 'bod',
  wel: 'cym',
}

/** Codes that name no language: none, several, unknown, other. */
const noLanguage = new Set(['mis', 'mul', 'und', 'zxx'])

/** The language tag (BCP 47) of a MARC language code, for `lang`; undefined where it names no language. */
export function languageTag(code: string | undefined): string | undefined {
  if (!code || !/^[a-z]{3}$/.test(code) || noLanguage.has(code)) return undefined
  return Intl.getCanonicalLocales(terminologyCodes[code] ?? code)[0]
}

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** The language's English name; undefined where the code is not known. */
export function languageName(code: string | undefined): string | undefined {
  const tag = languageTag(code)
  return tag && names.of(tag)
}
