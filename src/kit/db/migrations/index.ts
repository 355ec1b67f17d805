import type { Migration } from 'kysely'
import * as jobs from './001-jobs.ts'
import * as accounts from './002-accounts.ts'
import * as audit from './002-audit.ts'
import * as catalogue from './003-catalogue.ts'
import * as imports from './004-imports.ts'
import * as workflow from './005-workflow.ts'
import * as circulation from './006-circulation.ts'
import * as messages from './007-messages.ts'
import * as lenders from './009-lenders.ts'
import * as ill from './010-ill.ts'
import * as matchPoints from './011-match-points.ts'
import * as importItems from './012-import-items.ts'
import * as searchTiers from './013-search-tiers.ts'
import * as bibsInUse from './014-bibs-in-use.ts'
import * as alerts from './015-alerts.ts'
import * as requestViews from './016-request-views.ts'
import * as auditByTime from './017-audit-by-time.ts'
import * as bounces from './018-bounces.ts'
import * as readerHistory from './019-reader-history.ts'
import * as deskScans from './020-desk-scans.ts'
import * as idempotencyKeys from './021-idempotency-keys.ts'
import * as webhooks from './022-webhooks.ts'
import * as lineKeys from './023-line-keys.ts'
import * as webhookDeliveries from './024-webhook-deliveries.ts'
import * as lenderUploads from './025-lender-uploads.ts'
import * as noticesOff from './026-notices-off.ts'
import * as documents from './027-documents.ts'
import * as reminders from './028-reminders.ts'
import * as exchange from './029-exchange.ts'
import * as lending from './030-lending.ts'
import * as lenderLinks from './032-lender-links.ts'
import * as requestColumns from './033-request-columns.ts'
import * as brokenDownloads from './034-broken-downloads.ts'
import * as rota from './035-rota.ts'
import * as lenderReplies from './036-lender-replies.ts'
import * as auditByName from './037-audit-by-name.ts'
import * as circulationCalls from './038-circulation-calls.ts'
import * as patronChecks from './040-patron-checks.ts'
import * as feeEntries from './043-fee-entries.ts'
import * as sentCopies from './044-sent-copies.ts'
import * as holdingOwners from './045-holding-owners.ts'
import * as lists from './046-lists.ts'
import * as partnerPolicy from './047-partner-policy.ts'
import * as targetLessons from './050-target-lessons.ts'
import * as targets from './051-targets.ts'
import * as targetHealth from './052-target-health.ts'
import * as lookups from './053-lookups.ts'
import * as enquirySessions from './056-enquiry-sessions.ts'
import * as circulationCallsFollowed from './058-circulation-calls-followed.ts'
import * as placedDespite from './059-placed-despite.ts'

/** Every change of the database's shape, by name; they run in the order of their names. Never edit one that shipped. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-jobs': jobs,
  '002-accounts': accounts,
  '002-audit': audit,
  '003-catalogue': catalogue,
  '004-imports': imports,
  '005-workflow': workflow,
  '006-circulation': circulation,
  '007-messages': messages,
  '009-lenders': lenders,
  '010-ill': ill,
  '011-match-points': matchPoints,
  '012-import-items': importItems,
  '013-search-tiers': searchTiers,
  '014-bibs-in-use': bibsInUse,
  '015-alerts': alerts,
  '016-request-views': requestViews,
  '017-audit-by-time': auditByTime,
  '018-bounces': bounces,
  '019-reader-history': readerHistory,
  '020-desk-scans': deskScans,
  '021-idempotency-keys': idempotencyKeys,
  '022-webhooks': webhooks,
  '023-line-keys': lineKeys,
  '024-webhook-deliveries': webhookDeliveries,
  '025-lender-uploads': lenderUploads,
  '026-notices-off': noticesOff,
  '027-documents': documents,
  '028-reminders': reminders,
  '029-exchange': exchange,
  '030-lending': lending,
  '032-lender-links': lenderLinks,
  '033-request-columns': requestColumns,
  '034-broken-downloads': brokenDownloads,
  '037-audit-by-name': auditByName,
  '045-holding-owners': holdingOwners,
  '046-lists': lists,
  '047-partner-policy': partnerPolicy,
  '050-target-lessons': targetLessons,
  '051-targets': targets,
  '052-target-health': targetHealth,
  '053-lookups': lookups,
  '056-enquiry-sessions': enquirySessions,
  '058-circulation-calls-followed': circulationCallsFollowed,
  '059-placed-despite': placedDespite,
  '035-rota': rota,
  '036-lender-replies': lenderReplies,
  '038-circulation-calls': circulationCalls,
  '040-patron-checks': patronChecks,
  '044-sent-copies': sentCopies,
  '043-fee-entries': feeEntries,
}
