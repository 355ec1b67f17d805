import { normaliseIssn } from '../../../../src/bib/index.ts'
import type { IllMessage } from '../../../../src/ill/exchange/message.ts'

/** What of a message ISO 10161 carries: the table `unsaid`, as a function. */
export function carried({ from, envelope, message }: IllMessage): unknown {
  const { responderId: _, repeat, sentAt, ...kept } = envelope
  return {
    from,
    envelope: { ...kept, sentAt: `${sentAt.slice(0, 19)}.000Z`, ...(repeat && { repeat }) },
    message: said({ from, envelope, message } as IllMessage, sentAt.slice(0, 10)),
  }
}

function said({ message }: IllMessage, today: string): unknown {
  switch (message.type) {
    case 'request': {
      const { previousId: _, ...kept } = message
      if (message.kind === 'reminder')
        return { type: 'status-query', ...(message.note !== undefined && { note: message.note }) }
      const { isbn, issn, ...wanted } = message.wanted
      return {
        ...kept,
        wanted: {
          ...wanted,
          ...(isbn !== undefined && { isbn }),
          ...(issn !== undefined && { issn: normaliseIssn(issn).value }),
        },
        hold: message.hold ?? 'policy',
      }
    }
    case 'received':
      return { ...message, on: message.on ?? today, service: message.service ?? 'loan' }
    case 'returned':
    case 'checked-in':
      return { ...message, on: message.on ?? today }
    case 'overdue':
      return { ...message, dueOn: message.dueOn ?? today }
    case 'expired':
      return { type: 'expired' }
    case 'will-supply': {
      const { likely, ...kept } = message
      return { ...kept, ...(likely && { likely }) }
    }
    case 'renew-reply':
    case 'shipped': {
      const { renewable, ...kept } = message
      return { ...kept, ...(message.dueOn !== undefined && { renewable: renewable ?? true }) }
    }
    default:
      return message
  }
}
