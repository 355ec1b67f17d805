import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NcipSettings } from '../src/ill/index.ts'
import { allOf, parseXml, textsOf, type XmlElement } from './xml.ts'

interface Item {
  readonly title: string
  borrower?: string | undefined
  holdFor?: string | undefined
  due?: string | undefined
}

/** How a call goes wrong: before it is done, or after. */
export type Mishap =
  | 'status 500'
  | 'silence'
  | 'malformed'
  | 'huge'
  /** It is done, and the connection breaks before the answer. */
  | 'lost'
  | { readonly problem: string; readonly detail?: string }
  /** Its answer is held back until this resolves; it is done before. */
  | { readonly held: Promise<unknown> }

export interface Heard {
  readonly service: string
  readonly message: XmlElement
  readonly body: string
}

/** A circulation system as others have it, that speaks NCIP: a real server on loopback, with readers, items and holds. */
export async function openIls() {
  const heard: Heard[] = []
  const users = new Map<string, { readonly name: string; readonly barcode?: string }>()
  const items = new Map<string, Item>()
  const requests = new Map<string, { readonly user: string; readonly item: string }>()
  const mishaps: { readonly service: string; readonly mishap: Mishap }[] = []
  const unsupported = new Set<string>()
  let dueOf = (_item: string): string | undefined => '2026-05-04T22:59:59Z'

  const server = createServer(async (req, res) => {
    let body = ''
    for await (const piece of req) body += piece
    const root = parseXml(body)
    const message = root.children[0]!
    const service = message.name
    heard.push({ service, message, body })
    const at = mishaps.findIndex((one) => one.service === service)
    const [{ mishap } = { mishap: undefined }] = at < 0 ? [] : mishaps.splice(at, 1)
    if (mishap === 'silence') return
    if (mishap === 'status 500') return void res.writeHead(500).end('<html>broken</html>')
    if (mishap === 'malformed') return void answer(res, `<NCIPMessage><${service}Response><ItemId>`)
    if (mishap === 'huge') return void answer(res, `<NCIPMessage>${'<Ext>x</Ext>'.repeat(100_000)}</NCIPMessage>`)
    if (mishap !== undefined && mishap !== 'lost' && 'problem' in mishap)
      return void answer(res, respond(service, problem(mishap.problem, mishap.detail)))
    const done = unsupported.has(service)
      ? respond(service, problem('Unsupported Service'))
      : respond(service, doing[service]!(message))
    if (mishap === 'lost') return void res.destroy()
    if (mishap !== undefined) await mishap.held
    answer(res, done)
  })

  const doing: Readonly<Record<string, (message: XmlElement) => string>> = {
    LookupUser(message) {
      const id = textIn(message, 'UserIdentifierValue')
      const shown = textsOf(message, 'AuthenticationInputData')
      const found = id !== '' && users.has(id) ? id : [...users].find(([, { barcode }]) => barcode === shown[0])?.[0]
      if (found === undefined || (id !== '' && found !== id)) return problem('Unknown User')
      return `${userId(found)}<UserOptionalFields><NameInformation><PersonalNameInformation><UnstructuredPersonalUserName>${users.get(found)!.name}</UnstructuredPersonalUserName></PersonalNameInformation></NameInformation></UserOptionalFields>`
    },
    LookupItem(message) {
      const request = requests.get(textIn(message, 'RequestIdentifierValue'))
      const id = request?.item ?? textIn(message, 'ItemIdentifierValue')
      const item = items.get(id)
      if (!item) return problem('Unknown Item')
      const borrower = item.borrower
        ? `<ItemTransaction><CurrentBorrower>${userId(item.borrower)}</CurrentBorrower></ItemTransaction>`
        : ''
      const due = item.due ? `<ItemOptionalFields><DateDue>${item.due}</DateDue></ItemOptionalFields>` : ''
      return `${itemId(id)}${borrower}${due}`
    },
    AcceptItem(message) {
      const [item, request] = [textIn(message, 'ItemIdentifierValue'), textIn(message, 'RequestIdentifierValue')]
      const user = textIn(message, 'UserIdentifierValue')
      if (!users.has(user)) return problem('Unknown User')
      if (items.has(item)) return problem('Duplicate Item')
      items.set(item, { title: textIn(message, 'Title'), holdFor: user })
      return `<RequestId><RequestIdentifierValue>${request}</RequestIdentifierValue></RequestId>${itemId(item)}`
    },
    RequestItem(message) {
      const [user, request] = [textIn(message, 'UserIdentifierValue'), textIn(message, 'RequestIdentifierValue')]
      const record = textIn(message, 'BibliographicRecordIdentifier')
      if (!users.has(user)) return problem('Unknown User')
      if (requests.has(request)) return problem('Duplicate Request')
      const found = [...items].find(([id, { borrower }]) => id.startsWith(`${record}-`) && borrower === undefined)
      if (!found) return problem('Item Not Available')
      found[1].holdFor = user
      requests.set(request, { user, item: found[0] })
      return `<RequestId><RequestIdentifierValue>${request}</RequestIdentifierValue></RequestId>${itemId(found[0])}${userId(user)}<RequestType>Page</RequestType><RequestScopeType>Item</RequestScopeType><ItemOptionalFields><ItemDescription><CallNumber>QA 76</CallNumber></ItemDescription></ItemOptionalFields>`
    },
    CancelRequestItem(message) {
      const id = textIn(message, 'RequestIdentifierValue')
      const request = requests.get(id)
      if (!request) return problem('Unknown Request')
      requests.delete(id)
      items.get(request.item)!.holdFor = undefined
      return `<RequestId><RequestIdentifierValue>${id}</RequestIdentifierValue></RequestId>${userId(request.user)}`
    },
    CheckOutItem(message) {
      const [id, user] = [textIn(message, 'ItemIdentifierValue'), textIn(message, 'UserIdentifierValue')]
      const item = items.get(id)
      if (!users.has(user)) return problem('Unknown User')
      if (!item) return problem('Unknown Item')
      if (item.borrower) return problem('Item Checked Out To Another', item.borrower)
      item.borrower = user
      item.due = dueOf(id)
      const due = item.due ? `<DateDue>${item.due}</DateDue>` : '<IndeterminateLoanPeriodFlag/>'
      return `${itemId(id)}${userId(user)}${due}`
    },
    RenewItem(message) {
      const id = textIn(message, 'ItemIdentifierValue')
      const item = items.get(id)
      if (!item?.borrower) return problem('Item Not Checked Out')
      item.due = textIn(message, 'DesiredDateDue') || dueOf(id)
      return `${itemId(id)}<DateDue>${item.due}</DateDue>`
    },
    CheckInItem(message) {
      const id = textIn(message, 'ItemIdentifierValue')
      const item = items.get(id)
      if (!item) return problem('Unknown Item')
      if (!item.borrower) return problem('Item Not Checked Out')
      item.borrower = undefined
      item.due = undefined
      return itemId(id)
    },
    DeleteItem(message) {
      const id = textIn(message, 'ItemIdentifierValue')
      return items.delete(id) ? itemId(id) : problem('Unknown Item')
    },
  }

  server.listen(0, '127.0.0.1')
  server.unref()
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ncip`
  return {
    url,
    users,
    items,
    requests,
    heard,
    unsupported,
    /** What was asked, by name. */
    services: () => heard.map(({ service }) => service),
    /** The next call of a service goes wrong. */
    let: (service: string, mishap: Mishap) => mishaps.push({ service, mishap }),
    /** The answer to the next call of a service, which is done at once, comes when what this gives is called. */
    hold(service: string): () => void {
      let answer = () => {}
      const held = new Promise<void>((resolve) => {
        answer = resolve
      })
      mishaps.push({ service, mishap: { held } })
      return answer
    },
    dueBy(due: typeof dueOf) {
      dueOf = due
    },
    settings: (more: object = {}): NcipSettings =>
      NcipSettings.parse({
        ...{ address: url, allowNetworks: ['127.0.0.0/8'], fromAgency: 'US', toAgency: 'ILS', timeout: 20 },
        ...{ fromSystem: 'farshelf', fromSystemAuthentication: 'top-s3cret', ...more },
      }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
export type Ils = Awaited<ReturnType<typeof openIls>>

const textIn = (element: XmlElement, name: string): string => allOf(element, name)[0]?.text ?? ''
const userId = (id: string) => `<UserId><UserIdentifierValue>${id}</UserIdentifierValue></UserId>`
const itemId = (id: string) => `<ItemId><ItemIdentifierValue>${id}</ItemIdentifierValue></ItemId>`
const problem = (type: string, detail = '') =>
  `<Problem><ProblemType>${type}</ProblemType><ProblemDetail>${detail}</ProblemDetail></Problem>`
const respond = (service: string, content: string) =>
  `<ns1:NCIPMessage xmlns:ns1="http://www.niso.org/2008/ncip" xmlns="http://www.niso.org/2008/ncip" ns1:version="2.02"><${service}Response>${content}</${service}Response></ns1:NCIPMessage>`
const answer = (res: ServerResponse, xml: string) => res.writeHead(200, { 'content-type': 'application/xml' }).end(xml)
