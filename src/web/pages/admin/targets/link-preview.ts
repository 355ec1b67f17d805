import { filledIn } from '../../../../search/index.ts'

/** What a record may hold in fields by which libraries name their records. */
const samples: Readonly<Record<string, string>> = {
  '001': '000123456',
  '010a': '75123456',
  '020a': '9780441478125',
  '022a': '0028-0836',
  '035a': '(OCoLC)123456',
}
const anyValue = '12345'

/** What a pattern makes of a record that has a value for each of its tokens; undefined where there is no pattern. */
export function linkPreview(pattern: string | undefined): { readonly link: string; readonly from: string } | undefined {
  const used = new Map<string, string>()
  const link = filledIn(pattern, (tag, code) => {
    const value = samples[tag + code] ?? anyValue
    used.set(tag + code, value)
    return value
  })
  return link === undefined
    ? undefined
    : { link, from: [...used].map(([token, value]) => `${token} ${value}`).join(', ') }
}
