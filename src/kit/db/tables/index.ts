import type { AccountTables } from './accounts.ts'
import type { ApiTables } from './api.ts'
import type { AuditTables } from './audit.ts'
import type { CatalogueTables } from './catalogue.ts'
import type { CirculationTables } from './circulation.ts'
import type { CirculationCallTables } from './circulation-calls.ts'
import type { DocumentTables } from './documents.ts'
import type { EnquiryTables } from './enquiry.ts'
import type { ExchangeTables } from './exchange.ts'
import type { IllTables } from './ill.ts'
import type { ImportTables } from './imports.ts'
import type { JobTables } from './jobs.ts'
import type { LenderLinkTables } from './lender-links.ts'
import type { LenderReplyTables } from './lender-replies.ts'
import type { LenderTables } from './lenders.ts'
import type { LookupTables } from './lookups.ts'
import type { MessageTables } from './messages.ts'
import type { TargetTables } from './targets.ts'
import type { WebhookTables } from './webhooks.ts'
import type { WorkflowTables } from './workflow.ts'

/** Every table, as Kysely sees it. Each domain keeps its own in a file of this folder. */
export type Tables = AccountTables &
  ApiTables &
  AuditTables &
  CatalogueTables &
  CirculationTables &
  CirculationCallTables &
  DocumentTables &
  EnquiryTables &
  ExchangeTables &
  IllTables &
  ImportTables &
  JobTables &
  LenderLinkTables &
  LenderReplyTables &
  LenderTables &
  LookupTables &
  MessageTables &
  TargetTables &
  WebhookTables &
  WorkflowTables
