import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { columnsAct } from '../lists/columns.tsx'
import { changeViewAct, removeViewAct, saveViewAct, viewsPage } from '../lists/views.tsx'
import { lineAct, lineActForm, requestAct, requestActForm } from './act.tsx'
import { bulkAct, bulkPage } from './bulk/bulk.tsx'
import { linesAct, linesPage } from './bulk/lines-bulk.tsx'
import { downloadDocument, storeDocument, withdrawAct } from './document-acts.ts'
import { listDownload } from './download.ts'
import { editAct, editPage } from './edit.tsx'
import { askLender, resendToLender } from './exchange-acts.ts'
import { requestsHome } from './home.tsx'
import { addLenderAct, addLenderPage, lendersPage, moveLender } from './lenders.tsx'
import { linkOurs, linkPage, linkSource, newRecordFor, putDownRequest, searchOutside } from './link.tsx'
import { requestList } from './list.tsx'
import { requestLists } from './list-address.ts'
import { acceptPatronAct, checkPatronAct } from './patron.tsx'
import { requestPage } from './request.tsx'
import { automaticAct, buildRotaAct, rotaPage } from './rota.tsx'
import { undoLine, undoRequest } from './undo.ts'

/** Staff's pages of requests. */
export function requestRoutes(on: Mount, door: Door): void {
  on('GET /requests', requestsHome(door))
  on('GET /requests/list', requestList(door))
  on('POST /requests/columns', columnsAct(door, requestLists))
  on('GET /requests/views', viewsPage(door, requestLists))
  on('POST /requests/views', saveViewAct(door, requestLists))
  on('POST /requests/views/:view', changeViewAct(door, requestLists))
  on('POST /requests/views/:view/remove', removeViewAct(door, requestLists))
  on('GET /requests/list/file', listDownload(door))
  on('GET /requests/bulk', bulkPage(door))
  on('POST /requests/bulk', bulkAct(door))
  on('GET /requests/:id', requestPage(door))
  on('POST /requests/:id/undo', undoRequest(door))
  on('POST /requests/:id/patron/check', checkPatronAct(door))
  on('POST /requests/:id/patron/accept', acceptPatronAct(door))
  on('GET /requests/:id/edit', editPage(door))
  on('POST /requests/:id/edit', editAct(door))
  on('GET /requests/:id/act/:event', requestActForm(door))
  on('POST /requests/:id/act/:event', requestAct(door))
  on('GET /requests/:id/link', linkPage(door))
  on('POST /requests/:id/link', linkOurs(door))
  on('POST /requests/:id/link/source', linkSource(door))
  on('POST /requests/:id/search', searchOutside(door))
  on('POST /requests/:id/new-record', newRecordFor(door))
  on('POST /requests/:id/put-down', putDownRequest)
  on('GET /requests/:id/lenders', lendersPage(door))
  on('GET /requests/:id/lenders/bulk', linesPage(door))
  on('POST /requests/:id/lenders/bulk', linesAct(door))
  on('GET /requests/:id/lenders/add', addLenderPage(door))
  on('POST /requests/:id/lenders/add', addLenderAct(door))
  on('POST /requests/:id/lenders/move', moveLender(door))
  on('GET /requests/:id/lenders/rota', rotaPage(door))
  on('POST /requests/:id/lenders/rota', buildRotaAct(door))
  on('POST /requests/:id/lenders/automatic', automaticAct(door))
  on('POST /requests/:id/lenders/:line/undo', undoLine(door))
  on('POST /requests/:id/lenders/:line/document', storeDocument(door))
  on('POST /requests/:id/lenders/:line/resend', resendToLender(door))
  on('POST /requests/:id/lenders/:line/status', askLender(door))
  on('POST /requests/:id/documents/:document', downloadDocument(door))
  on('POST /requests/:id/documents/:document/withdraw', withdrawAct(door))
  on('GET /requests/:id/lenders/:line/act/:event', lineActForm(door))
  on('POST /requests/:id/lenders/:line/act/:event', lineAct(door))
}
