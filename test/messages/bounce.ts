interface BounceOptions {
  readonly to: string
  readonly action?: string
  readonly status?: string
  readonly diagnostic?: string
  /** The letter that comes back, or its headers. */
  readonly original?: string
  readonly headersOnly?: boolean
}

/** A mail that comes back, as Postfix writes them. RFC 3464. */
export const bounce = ({
  to,
  action = 'failed',
  status = '5.1.1',
  diagnostic = '550 5.1.1 User unknown',
  original,
  headersOnly = false,
}: BounceOptions): string =>
  [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.readers.example (Mail Delivery System)',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="=_part_1"',
    '',
    '--=_part_1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry to have to inform you that your message could not be delivered.',
    '',
    '--=_part_1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.readers.example',
    'Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0000 (UTC)',
    '',
    'Final-Recipient: rfc822; edda@readers.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp;`,
    `    ${diagnostic}`,
    '',
    ...(original === undefined
      ? []
      : [
          '--=_part_1',
          `Content-Type: ${headersOnly ? 'text/rfc822-headers' : 'message/rfc822'}`,
          '',
          headersOnly ? original.split(/\r?\n\r?\n/)[0]! : original,
          '',
        ]),
    '--=_part_1--',
    '',
  ].join('\r\n')
