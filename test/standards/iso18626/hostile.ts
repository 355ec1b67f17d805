/** Documents that mean harm, by what they try. Each is larger, deeper or trickier than any library's message. */
const message = (inside: string, before = '') =>
  `<?xml version="1.0"?>${before}<ISO18626Message xmlns="http://illtransactions.org/2013/iso18626" version="1.2">` +
  `<requestingAgencyMessage><header/><action>Notification</action><note>${inside}</note></requestingAgencyMessage>` +
  '</ISO18626Message>'

/** They would have a parser open a file or a connection. */
export const opening: Readonly<Record<string, string>> = {
  'an external entity of a file': message('&x;', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  'an external entity of an address': message('&x;', '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'),
  'a parameter entity': message('', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'),
  'an external document type': message('', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'),
  'a public document type': message('', '<!DOCTYPE a PUBLIC "-//A//B" "file:///etc/passwd">'),
  'an inclusion': message(
    '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
  ),
}

/** It is no harm, and common: nobody looks it up. */
export const schemaLocation = message('Hello').replace(
  ' version="1.2"',
  ' version="1.2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a http://127.0.0.1:9/a.xsd"',
)

/** As large as a message may be, and readable. */
export const harmless = message(
  `${'Please send it soon. '.repeat(2900)}</note><x>${'Thank you. '.repeat(3600)}</x><note>`,
)

const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
const numbered = (count: number, write: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => write(n)).join('')

/** They would cost time or memory. */
export const heavy: Readonly<Record<string, string>> = {
  'a billion laughs': message('&l10;', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]>`),
  'a quadratic blow-up': message('&x;'.repeat(15_000), `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(80_000)}">]>`),
  'a document type without end': message('', `<!DOCTYPE a [${'<!ENTITY x "y">'.repeat(8000)}`),
  '20,000 levels': message('<a>'.repeat(20_000)),
  '100,000 attributes': message(`<a ${numbered(100_000, (n) => `a${n}="" `)}/>`),
  '12,000 attributes': message(`<a ${numbered(12_000, (n) => `a${n}="" `)}/>`),
  '7,000 namespaces': message(`<a ${numbered(7000, (n) => `xmlns:a${n}="u" `)}/>`),
  'a name of 1 MB': message(`<${'a'.repeat(1_000_000)}/>`),
  'a name of 120 KB': message(`<${'a'.repeat(120_000)}/>`),
  'an attribute of 120 KB': message(`<a b="${'&lt;'.repeat(30_000)}"/>`),
  '30,000 elements': message('<a/>'.repeat(30_000)),
  '4,000 suppliers': message('</note><supplierInfo/><note>'.repeat(4000)),
  'a text of 120 KB': message('x'.repeat(120_000)),
  '9,000 pieces of text': message('<![CDATA[x]]>'.repeat(9000)),
  '24,000 entities': message('&amp;'.repeat(24_000)),
  'a comment of 120 KB': message(`<!--${'- '.repeat(60_000)}-->`),
  'nothing but tags that begin': '<'.repeat(125_000),
  zeros: '\0'.repeat(125_000),
}
