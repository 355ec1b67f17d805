import { type IllMessage, iso10161 } from '../../src/ill/index.ts'
import type { ILLAPDU } from '../../src/standards/iso10161/index.ts'

export const them = 'ISIL:DE-T1'
export const us = 'ISIL:DK-2'

const envelope = (requestId: string) => ({
  requester: them,
  responder: us,
  requestId,
  sentAt: '2026-11-27T17:40:05.000Z',
})

/** What a borrower says. */
export const asks = (
  message: Extract<IllMessage, { from: 'requester' }>['message'],
  requestId = 'R-000123-45',
): IllMessage => ({ from: 'requester', envelope: envelope(requestId), message })

/** What a lender says. */
export const answers = (
  message: Extract<IllMessage, { from: 'responder' }>['message'],
  requestId = 'R-000123-45',
): IllMessage => ({ from: 'responder', envelope: envelope(requestId), message })

export const apdu = (message: IllMessage): ILLAPDU => iso10161.toIso10161(message, new Date('2026-11-27T17:40:05Z'))

export const request = asks({
  type: 'request',
  kind: 'new',
  wanted: { title: 'Odyssey', author: 'Homer' },
  services: ['loan'],
})
