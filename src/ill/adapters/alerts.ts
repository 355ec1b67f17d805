import { findPerson, type Person } from '../../accounts/index.ts'
import type { Tx } from '../../kit/db/index.ts'
import { addAlert, type MessageLimits, queueMessage } from '../../messages/index.ts'
import { Problem } from '../../problems.ts'
import type { Alert, Instance, LocalAlert } from '../../workflow/index.ts'
import { readLines } from '../lines/read.ts'
import type { Line } from '../lines/types.ts'
import { readRequest } from '../requests/read.ts'
import type { Request } from '../requests/types.ts'

export interface AlertOptions {
  /** Who we are, for readers. */
  readonly library?: string | undefined
  /** Where readers find their requests, and staff everybody's. */
  readonly requestsLink?: string | undefined
  readonly staffLink?: string | undefined
  /** How much is sent before somebody looks. */
  readonly limits?: MessageLimits | undefined
}

/**
 * Alerts of local actions: on the page of each recipient, and by mail where the alert says so and there is an address.
 * A reader is told what the alert says, and nothing of lenders or staff.
 */
export const alerts =
  (options: AlertOptions): Alert =>
  async (tx, alert) => {
    const { instance, action, recipients } = alert
    const at = instance.changedAt
    const { request, line } = await subjectOf(tx, instance, at)
    const colleagues = await activeStaff(tx, recipients.logins)
    if (colleagues.length === 0 && !recipients.patron)
      throw new Problem('alert-nobody', { action: action.label, logins: recipients.logins.join(', ') || 'none' })
    for (const person of colleagues) await tellColleague(tx, alert, person, { request, line, at }, options)
    if (recipients.patron) await tellReader(tx, alert, request, at, options)
  }

async function subjectOf(tx: Tx, { definition, id }: Instance, at: Date) {
  const line = definition === 'borrowing' ? (await readLines(tx, [id], at)).get(id) : undefined
  const request = await readRequest(tx, { id: line?.requestId ?? id })
  if (!request) throw new Problem('request-gone', { id })
  return { request, line }
}

async function activeStaff(tx: Tx, logins: readonly string[]): Promise<Person[]> {
  const found: Person[] = []
  for (const login of logins) {
    const person = await findPerson(tx, 'staff', login)
    if (person?.active) found.push(person)
  }
  return found
}

/** Names of `workflow.yaml` by which nobody of the house can sign in: what is said of them has no effect. */
export async function loginsWithoutAccount(tx: Tx, logins: readonly string[]): Promise<string[]> {
  const found = new Set((await activeStaff(tx, logins)).map(({ login }) => login.toLowerCase()))
  return logins.filter((login) => !found.has(login.toLowerCase()))
}

interface Subject {
  readonly request: Request
  readonly line: Line | undefined
  readonly at: Date
}

async function tellColleague(
  tx: Tx,
  { says, mail, by, key }: LocalAlert,
  person: Person,
  { request, line, at }: Subject,
  { staffLink, limits }: AlertOptions,
): Promise<void> {
  const { id, number, title } = request
  const about = [number, title, ...(line ? [line.lender.name] : [])].join(' · ')
  await addAlert(tx, { personId: person.id, key, text: says, about, from: by.name, requestId: id, at })
  if (!mail || person.email === '') return
  await queueMessage(
    tx,
    {
      kind: 'staff-alert',
      to: { name: person.name, address: person.email },
      fields: {
        ...{ alert: says, requestNo: number, title, staffName: by.name },
        ...(staffLink !== undefined && { requestLink: `${staffLink}/${id}` }),
      },
      about: { requestId: id, ...(line && { lineId: line.id }) },
      key: `${key}:${person.id}`,
      at,
    },
    limits,
  )
}

async function tellReader(
  tx: Tx,
  { says, mail, key }: LocalAlert,
  { id, number, title, author, patron }: Request,
  at: Date,
  { library, requestsLink, limits }: AlertOptions,
): Promise<void> {
  // One who is forgotten is told nothing.
  if (patron.id === '') return
  await addAlert(tx, { personId: patron.id, key, text: says, about: `${number} · ${title}`, requestId: id, at })
  if (!mail || patron.email === '') return
  await queueMessage(
    tx,
    {
      kind: 'user-alert',
      to: { name: patron.name, address: patron.email },
      fields: {
        ...{ patronName: patron.name, requestNo: number, title, note: says, library, requestsLink },
        author: author || undefined,
      },
      about: { requestId: id, patronId: patron.id },
      key: `${key}:patron`,
      at,
    },
    limits,
  )
}
