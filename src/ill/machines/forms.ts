import { z } from 'zod'

/**
 * Fields that forms of several events share. `meta` tells the pages how to show one: `title` is its label, `control`
 * another control than its type's own, `list` the code list or preset list it is chosen from.
 */
const text = (title: string, most = 2000) => z.string().trim().max(most).meta({ title })

export const fields = {
  privateNote: text('Staff notes').meta({ title: 'Staff notes', control: 'textarea' }).optional(),
  publicNote: text('Note to the lender').meta({ title: 'Note to the lender', control: 'textarea' }).optional(),
  lenderNote: text('Note from the lender', 4000)
    .meta({ title: 'Note from the lender', control: 'textarea' })
    .optional(),
  patronNote: text('Note to the borrower', 1000)
    .meta({ title: 'Note to the borrower, under My requests', control: 'textarea' })
    .optional(),
  reason: text('Reason', 300).optional(),
  day: (title: string) => z.iso.date().meta({ title }),
  flag: (title: string) => z.boolean().default(false).meta({ title }),
  short: (title: string, most = 200) => text(title, most),
} as const

/** What the dialogs of In Process, Complete and their like ask: a preset note or one of one's own, and whether to tell. */
export const tellingBorrower = (preset: string) =>
  z
    .object({
      preset: z.string().max(64).meta({ title: 'Notes', list: preset }).optional(),
      override: fields.flag('Override message'),
      message: text('Message', 4000).meta({ title: 'Message', control: 'textarea' }).optional(),
      notify: fields.flag('Notify borrower'),
      privateNote: fields.privateNote,
    })
    .refine(({ override, message }) => !override || Boolean(message), {
      path: ['message'],
      message: 'Write the message, or untick Override message.',
    })

export const notes = z.object({ privateNote: fields.privateNote })
/** What comes with a lender's word that asks for nothing else. */
export const notesOfLender = z.object({
  lenderNote: fields.lenderNote,
  patronNote: fields.patronNote,
  privateNote: fields.privateNote,
})
export const notesToLender = z.object({ publicNote: fields.publicNote, privateNote: fields.privateNote })
