import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { kindsOfNotesPage } from './kinds-of-notes.tsx'
import { dismissAct, messagePage, sendAct, toldAct } from './message.tsx'
import { addNoteAct, notesPage, removeNoteAct, saveNotesAct } from './notes.tsx'
import { outboxPage } from './outbox.tsx'
import { problemsAct, problemsPage } from './problems.tsx'
import { saveTemplateAct, templatePage } from './template.tsx'
import { templatesPage } from './templates.tsx'

/** Pages of messages, their templates, and of what went no further. */
export function messageRoutes(on: Mount, door: Door): void {
  on('GET /problems', problemsPage(door))
  on('POST /problems', problemsAct(door))
  on('GET /messages/:message', messagePage(door))
  on('POST /messages/:message/send', sendAct(door))
  on('POST /messages/:message/told', toldAct(door))
  on('POST /messages/:message/dismiss', dismissAct(door))
  on('GET /admin/outbox', outboxPage(door))
  on('GET /admin/templates', templatesPage(door))
  on('GET /admin/templates/:kind/:language', templatePage(door))
  on('POST /admin/templates/:kind/:language', saveTemplateAct(door))
  on('GET /admin/notes', kindsOfNotesPage(door))
  on('GET /admin/notes/:kind', notesPage(door))
  on('POST /admin/notes/:kind', saveNotesAct(door))
  on('POST /admin/notes/:kind/add', addNoteAct(door))
  on('POST /admin/notes/:kind/:note/remove', removeNoteAct(door))
}
