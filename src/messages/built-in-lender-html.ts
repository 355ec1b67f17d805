import type { MessageKind } from './kinds.ts'

type Link = readonly [field: string, words: string]

/** A line each: one whose field is empty is left out. */
const table = (rows: readonly Link[]) =>
  `<table>
${rows.map(([field, label]) => `<tr><th scope="row">${label}</th><td>{${field}}</td></tr>`).join('\n')}
</table>`

const title: readonly Link[] = [
  ['title', 'Title'],
  ['author', 'Author'],
]

/** What stands where there are links, and where there are none. */
const answers = (links: readonly Link[], without: string) =>
  `{${links[0]![0]}, select, none {<p>${without}</p>} other {<p>To answer, open one of these. Nothing is said in your name before you press the button there.</p>
<ul>
${links.map(([field, words]) => `<li><a href="{${field}}">${words}</a></li>`).join('\n')}
</ul>
<p>Or answer this message.</p>}}`

const letter = (...parts: readonly string[]) => `<p>To {lenderName}</p>
${parts.join('\n')}
<hr>
<p>Our number: {requestNo}</p>
<p>Your number: {lenderReference}</p>
<p>Please keep the subject line in your answer: it finds its way to the request.</p>
<p>{library}</p>`

/** The letters that lenders answer, with markup: the same words as without. */
export const htmlToLender = {
  'ill-request-to-lender': letter(
    '<p>{service, select, copy {Please send us a copy of} other {Please lend us}}</p>',
    table([
      ...title,
      ['article', 'Article or chapter'],
      ['edition', 'Edition'],
      ['publisher', 'Publisher'],
      ['year', 'Year'],
      ['volume', 'Volume and issue'],
      ['pages', 'Pages'],
      ['isbn', 'ISBN'],
      ['issn', 'ISSN'],
      ['neededBy', 'Needed by'],
    ]),
    '<p>{note}</p>',
    '<p>Please send it to<br>{deliverTo}</p>',
    '<p>{copyright}</p>',
    answers(
      [
        ['shipLink', 'We have sent it'],
        ['cannotSupplyLink', 'We cannot supply it'],
        ['laterLink', 'We will send it later'],
        ['conditionLink', 'We have a condition'],
      ],
      'If you cannot supply it, a short answer helps us to ask elsewhere.',
    ),
  ),
  'ill-renewal-to-lender': letter(
    '<p>May our reader keep this longer?</p>',
    table([...title, ['itemNo', 'Item'], ['dueOn', 'Due now'], ['proposedDue', 'Until, if that suits you']]),
    '<p>{note}</p>',
    answers(
      [
        ['renewYesLink', 'Yes, you may keep it longer'],
        ['renewNoLink', 'No, we need it back'],
      ],
      'Please tell us by answering this message.',
    ),
  ),
  'ill-cancel-to-lender': letter(
    '<p>Please cancel our request for</p>',
    table(title),
    '<p>If it is on its way already, tell us, and we send it back as soon as it arrives.</p>',
    '<p>{note}</p>',
    answers(
      [
        ['cancelYesLink', 'It is cancelled'],
        ['cancelNoLink', 'It is too late, we send it or have sent it'],
      ],
      'Please tell us by answering this message.',
    ),
  ),
} as const satisfies Partial<Record<MessageKind, string>>
