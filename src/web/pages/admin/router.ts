import type { Door } from '../../door.ts'
import type { Mount } from '../../mount.ts'
import { adminPage } from './admin.tsx'
import { auditFile } from './audit/download.ts'
import { auditTrailPage } from './audit/list.tsx'
import { calendarPage, removeCalendarAct, saveCalendarAct } from './calendars/calendar.tsx'
import { calendarsPage } from './calendars/list.tsx'
import { addCode, codesPage, removeCodeForm, saveCodes } from './codes.tsx'
import { endTokenAct, makeTokenAct, removeHeaderAct, setHeaderAct } from './lenders/acquaintance-acts.ts'
import { lendersFile, lendersSample } from './lenders/download.ts'
import { holdingsPage, removeHoldingAct, saveHoldingAct } from './lenders/holdings.tsx'
import { lenderTableCheck, lenderTablePage, receiveLenderTable, storeLenderTable } from './lenders/import.tsx'
import { addLenderAct, changeLenderAct, lenderPage, newLenderPage } from './lenders/lender.tsx'
import { lendersPage } from './lenders/list.tsx'
import { alterTargetsAct } from './targets/alter.ts'
import { importTargetsAct, importTargetsPage } from './targets/import.tsx'
import { targetsPage } from './targets/list.tsx'
import { removeTargetAct, removeTargetPage } from './targets/remove.tsx'
import {
  addTargetAct,
  changeTargetAct,
  enableTargetAct,
  newTargetPage,
  targetPage,
  testTargetAct,
} from './targets/target.tsx'
import { webhooksPage } from './webhooks/list.tsx'
import {
  addWebhookAct,
  changeWebhookAct,
  newWebhookPage,
  pauseWebhookAct,
  removeWebhookAct,
  retryDeliveryAct,
  testWebhookAct,
  webhookPage,
  webhookSecretAct,
} from './webhooks/webhook.tsx'
import { workflowDrawing, workflowPage } from './workflow.tsx'

/** Pages of Administration. */
export function adminRoutes(on: Mount, door: Door): void {
  on('GET /admin', adminPage(door))
  on('GET /admin/audit', auditTrailPage(door))
  on('GET /admin/audit/file', auditFile(door))
  on('GET /admin/codes', codesPage(door))
  on('GET /admin/codes/:list', codesPage(door))
  on('POST /admin/codes/:list', saveCodes(door))
  on('POST /admin/codes/:list/add', addCode(door))
  on('POST /admin/codes/:list/remove', removeCodeForm(door))
  on('GET /admin/calendars', calendarsPage(door))
  on('GET /admin/calendars/edit', calendarPage(door))
  on('POST /admin/calendars/edit', saveCalendarAct(door))
  on('POST /admin/calendars/remove', removeCalendarAct(door))
  on('GET /admin/lenders', lendersPage(door))
  on('GET /admin/lenders/new', newLenderPage(door))
  on('GET /admin/lenders/file', lendersFile(door))
  on('GET /admin/lenders/sample', lendersSample)
  on('GET /admin/lenders/import', lenderTablePage(door))
  on('POST /admin/lenders/import', receiveLenderTable(door))
  on('GET /admin/lenders/import/:upload', lenderTableCheck(door))
  on('POST /admin/lenders/import/:upload', storeLenderTable(door))
  on('GET /admin/lenders/holdings', holdingsPage(door))
  on('POST /admin/lenders/holdings', saveHoldingAct(door))
  on('POST /admin/lenders/holdings/remove', removeHoldingAct(door))
  on('POST /admin/lenders', addLenderAct(door))
  on('GET /admin/lenders/:lender', lenderPage(door))
  on('POST /admin/lenders/:lender', changeLenderAct(door))
  on('POST /admin/lenders/:lender/token', makeTokenAct(door))
  on('POST /admin/lenders/:lender/token/end', endTokenAct(door))
  on('POST /admin/lenders/:lender/header', setHeaderAct(door))
  on('POST /admin/lenders/:lender/header/remove', removeHeaderAct(door))
  on('GET /admin/webhooks', webhooksPage(door))
  on('GET /admin/webhooks/new', newWebhookPage(door))
  on('POST /admin/webhooks', addWebhookAct(door))
  on('GET /admin/webhooks/:webhook', webhookPage(door))
  on('POST /admin/webhooks/:webhook', changeWebhookAct(door))
  on('POST /admin/webhooks/:webhook/pause', pauseWebhookAct(door))
  on('POST /admin/webhooks/:webhook/test', testWebhookAct(door))
  on('POST /admin/webhooks/:webhook/secret', webhookSecretAct(door))
  on('POST /admin/webhooks/:webhook/remove', removeWebhookAct(door))
  on('POST /admin/webhooks/:webhook/deliveries/:delivery/retry', retryDeliveryAct(door))
  on('GET /admin/targets', targetsPage(door))
  on('POST /admin/alter-targets', alterTargetsAct(door))
  on('GET /admin/new-target', newTargetPage(door))
  on('GET /admin/import-targets', importTargetsPage(door))
  on('POST /admin/import-targets', importTargetsAct(door))
  on('POST /admin/targets', addTargetAct(door))
  on('GET /admin/targets/:target', targetPage(door))
  on('POST /admin/targets/:target', changeTargetAct(door))
  on('POST /admin/targets/:target/enable', enableTargetAct(door))
  on('POST /admin/targets/:target/test', testTargetAct(door))
  on('GET /admin/targets/:target/remove', removeTargetPage(door))
  on('POST /admin/targets/:target/remove', removeTargetAct(door))
  on('GET /admin/workflow', workflowPage(door))
  on('GET /admin/workflow/:machine/drawing', workflowDrawing(door))
}
