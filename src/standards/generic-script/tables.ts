/**
 * What a message of Generic Script is, by the line it begins with, in English and in French: as OCLC's help on Relais ILL
 * lists them. There is no public standard; domain/ill.md 3.5.
 */
export const scriptKinds = {
  request: ['ILL REQUEST', 'DEMANDE PEB'],
  reply: ['REPLY TO AN ILL REQUEST', 'REPONSE A UNE DEMANDE DE PEB'],
  'renewal-request': ['RENEWAL REQUEST', 'DEMANDE DE RENOUVELLEMENT'],
  'renewal-answer': ['RENEWAL ANSWER', 'REPONSE RENOUVELLEMENT'],
  general: ['GENERAL MESSAGE', 'MESSAGE GENERAL'],
  'conditional-reply': ['CONDITIONAL REPLY', 'REPONSE CONDITIONELLE'],
  cancellation: ['CANCELLATION', 'ANNULATION'],
  forward: ['FORWARD NOTIFICATION', 'NOTE DE RENVOI'],
  shipped: ['ITEM SHIPPED', "MESSAGE D'ENVOI"],
  overdue: ['OVERDUE MESSAGE', 'AVIS DE RETARD'],
  recall: ['RECALL MESSAGE', 'MESSAGE DE RAPPEL'],
} as const satisfies Readonly<Record<string, readonly [english: string, french: string]>>
export type ScriptKind = keyof typeof scriptKinds
export const scriptKindNames = Object.keys(scriptKinds) as ScriptKind[]

/** Tags that are known, and what stands behind them. */
export const scriptTags = {
  LSB: 'symbol of the borrowing library',
  LSP: 'symbol of the lending library',
  // Ours, as ANS and DUE are: peers that do not know them pass over them.
  REQ: 'number of the request',
  SER: 'service: LOAN, COPY or PHOTOCOPY',
  TIT: 'title',
  AUT: 'authors',
  ART: 'title of the article',
  ARA: 'author of the article',
  EDN: 'edition',
  DN: 'edition',
  EDD: 'date of the edition',
  'P/L': 'place of publication',
  'P/M': 'publisher',
  DAT: 'date of publication',
  RPT: 'title of the series',
  VOL: 'volume',
  ISS: 'issue',
  PAG: 'pages',
  SBN: 'ISBN',
  SSN: 'ISSN',
  SMN: 'ISMN',
  OCL: 'number of the OCLC record',
  LCN: 'LCCN',
  DDN: 'DOBIS number',
  NUM: 'other numbers',
  'NO.': 'other numbers',
  'CA#': 'call number',
  CNO: 'call number',
  '#UN': 'number of items',
  'A#C': 'account',
  ADR: 'address to send to',
  BIL: 'address to bill',
  CO$: 'most it may cost',
  'N/R': 'needed by',
  ORG: 'organisation',
  'O/A': 'anything else',
  'P/U': 'name of the patron',
  SRC: 'source of the information',
  ANS: 'answer: YES or NO',
  DUE: 'date due',
  NOT: 'note',
  REM: 'remark',
} as const satisfies Readonly<Record<string, string>>
export type ScriptTag = keyof typeof scriptTags
export const isScriptTag = (tag: string): tag is ScriptTag => Object.hasOwn(scriptTags, tag)
