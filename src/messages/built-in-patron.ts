import type { TemplateText } from './template.ts'

const title = '{title}\n{author}'
const greeting = 'Dear {patronName},'
/** What stands at the end of every message about a request. */
const end = `Your request has the number {requestNo}.
You can see how it stands at {requestsLink}

{library}`

const aboutRequest = (subject: string, says: string): TemplateText => ({
  subject: `${subject}: {title}`,
  text: `${greeting}\n\n${says}\n\n${end}`,
})
const aboutLoan = (subject: string, says: string): TemplateText => ({
  subject: `${subject}: {title}`,
  text: `${greeting}\n\n${says}\n\n{library}`,
})

/** What readers are written unless the house has templates of its own. */
export const builtInForPatrons = {
  'request-placed': aboutRequest(
    'We have your request',
    `Thank you: we have your request for

${title}

Needed by: {neededBy}
Picked up at: {pickup}

We write to you when there is news.

{note}`,
  ),
  'request-in-process': aboutRequest(
    'We are working on your request',
    `We are looking for a library that can send us

${title}

{note}

We write to you when it is here.`,
  ),
  'request-completed': aboutRequest(
    'Your request is complete',
    `Your request is complete:

${title}

Picked up at: {pickup}
Due: {dueOn}

{note}`,
  ),
  'located-in-database': aboutRequest(
    'Our library has what you asked for',
    `Good news: our library has what you asked for, so it need not come from elsewhere.

${title}

Where it is: {location}
On the shelf at: {callNumber}

{note}`,
  ),
  'unable-to-supply': aboutRequest(
    'We could not get what you asked for',
    `We are sorry: no library could send us

${title}

{note}

Please talk to us if another edition or another title would help.`,
  ),
  'request-cancelled': aboutRequest(
    'Your request is cancelled',
    `This request is cancelled, and nothing more happens about it:

${title}

{note}`,
  ),
  'request-expired': aboutRequest(
    'Your request has ended',
    `We could not complete this request in time, and it has ended:

${title}

{note}

If you still need it, please ask again.`,
  ),
  'copy-ready': aboutRequest(
    'Your copy is ready',
    `The copy you asked for is ready:

{article}
${title}
Pages: {pages}

Sign in and download it at {downloadLink}
It can be had until {keepUntil}.
Picked up at: {pickup}

{note}`,
  ),
  'pickup-ready': aboutLoan(
    'Ready for you',
    `This is ready for you to pick up:

${title}

Where: {pickup}
Kept for you until: {keepUntil}
Due back: {dueOn}

{note}`,
  ),
  'pickup-expired': aboutLoan(
    'Not picked up',
    `This was kept for you and not picked up, so it has gone back:

${title}

{note}

If you still want it, please ask again.`,
  ),
  'due-soon': aboutLoan(
    'Due on {dueOn}',
    `Please bring this back by {dueOn}, or ask us whether you can keep it longer:

${title}
Item: {itemNo}

{note}`,
  ),
  overdue: aboutLoan(
    'Overdue',
    `This was due on {dueOn}, {daysLate, plural, one {# day ago} other {# days ago}}. Please bring it back:

${title}
Item: {itemNo}

{note}`,
  ),
  recalled: aboutLoan(
    'Please bring this back',
    `This is wanted back earlier than we told you. Please bring it as soon as you can:

${title}
Item: {itemNo}
By: {dueOn}

{note}`,
  ),
  'user-alert': {
    subject: 'About your request: {title}',
    text: `${greeting}\n\nThis is about your request for\n\n${title}\n\n{note}\n\n${end}`,
  },
} as const satisfies Readonly<Record<string, TemplateText>>
