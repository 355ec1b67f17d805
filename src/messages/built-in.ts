import { htmlToLender } from './built-in-lender-html.ts'
import { builtInForPatrons } from './built-in-patron.ts'
import type { MessageKind } from './kinds.ts'
import type { TemplateText } from './template.ts'

/** Title and what tells editions apart. */
const citation = `Title: {title}
Author: {author}
Article or chapter: {article}
Edition: {edition}
Publisher: {publisher}
Year: {year}
Volume and issue: {volume}
Pages: {pages}
ISBN: {isbn}
ISSN: {issn}`

const end = `Our number: {requestNo}
Your number: {lenderReference}

Please keep the subject line in your answer: it finds its way to the request.

{library}`

const toLender = (subject: string, says: string, html?: string): TemplateText => ({
  subject: `${subject}: {title}`,
  text: `To {lenderName}\n\n${says}\n\n${end}`,
  ...(html !== undefined && { html }),
})
const title = 'Title: {title}\nAuthor: {author}'
const toBorrower = (subject: string, says: string): TemplateText => ({
  subject: `[ILL {requestNo}] ${subject}: {title}`,
  text: `To {borrowerName}

${says}

Your number: {borrowerReference}
Our number: {requestNo}

Please keep the subject line in your answer: it finds its way to the request.

{library}`,
})

/** What is written unless the house has templates of its own: in English, in plain text. */
export const builtIn: Readonly<Record<MessageKind, TemplateText>> = {
  ...builtInForPatrons,
  'ill-request-to-lender': toLender(
    '{service, select, copy {Request for a copy} other {Request for a loan}}',
    `{service, select, copy {Please send us a copy of} other {Please lend us}}

${citation}

Needed by: {neededBy}

{note}

{deliverTo, select, none {} other {Please send it to
{deliverTo}}}

{copyright}

{shipLink, select, none {If you cannot supply it, a short answer helps us to ask elsewhere.} other {To answer, open one of these. Nothing is said in your name before you press the button there.

We have sent it:
{shipLink}

We cannot supply it:
{cannotSupplyLink}

We will send it later:
{laterLink}

We have a condition:
{conditionLink}

Or answer this message.}}`,
    htmlToLender['ill-request-to-lender'],
  ),
  'ill-renewal-to-lender': toLender(
    'Renewal asked for',
    `May our reader keep this longer?

${title}
Item: {itemNo}
Due now: {dueOn}
Until, if that suits you: {proposedDue}

{note}

{renewYesLink, select, none {Please tell us by answering this message.} other {To answer, open one of these. Nothing is said in your name before you press the button there.

Yes, you may keep it longer:
{renewYesLink}

No, we need it back:
{renewNoLink}

Or answer this message.}}`,
    htmlToLender['ill-renewal-to-lender'],
  ),
  'ill-cancel-to-lender': toLender(
    'Request cancelled',
    `Please cancel our request for

${title}

If it is on its way already, tell us, and we send it back as soon as it arrives.

{note}

{cancelYesLink, select, none {Please tell us by answering this message.} other {To answer, open one of these. Nothing is said in your name before you press the button there.

It is cancelled:
{cancelYesLink}

It is too late, we send it or have sent it:
{cancelNoLink}

Or answer this message.}}`,
    htmlToLender['ill-cancel-to-lender'],
  ),
  'ill-note-to-lender': toLender(
    'About our request',
    `This is about our request for

${title}

{note}`,
  ),
  'ill-received-to-lender': toLender(
    'Received',
    `This has arrived here, thank you:

${title}
Due back to you: {dueOn}

{note}`,
  ),
  'ill-returned-to-lender': toLender(
    'On its way back',
    `This is on its way back to you, thank you:

${title}
Item: {itemNo}

{note}`,
  ),
  'ill-lost-to-lender': toLender(
    'Lost or damaged',
    `We are sorry to tell you that something has happened to this:

${title}
Item: {itemNo}

{note}

Please tell us what we owe you.`,
  ),
  'lending-answer': toBorrower(
    'Our answer',
    `This is about your request for

${title}

{answer}

{note}`,
  ),
  'lending-shipped': toBorrower(
    'Sent to you',
    `{service, select, copy {This copy is} other {This is}} on its way to you:

${title}
Item: {itemNo}
Due back to us: {dueOn}

{answer}

{note}`,
  ),
  'lending-recall': toBorrower(
    'Please return',
    `You have this from us:

${title}
Due back to us: {dueOn}

{answer}

{note}`,
  ),
  'lending-note': toBorrower(
    'About your request',
    `This is about your request for

${title}

{answer}

{note}`,
  ),
  'staff-alert': {
    subject: '{alert}: {requestNo} {title}',
    text: `{alert}

Request: {requestNo}
Title: {title}
From: {staffName}
{requestLink}

{note}`,
  },
}
