import type { RequestHandler } from 'express'
import { z } from 'zod'
import { builtInLanguage, kindOf, listTemplates, type MessageKind, messageKindNames } from '../../../messages/index.ts'
import { Link } from '../../components/link.tsx'
import type { Door } from '../../door.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { AdminLayout } from '../admin/admin-layout.tsx'
import { languageName, templateHref } from './template-address.ts'

const groups = [
  ['patron', 'To readers'],
  ['lender', 'To lenders'],
  ['staff', 'To colleagues'],
] as const

/** Every kind of message, and the languages the house has templates of its own in. */
export const templatesPage = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { res }) => {
    const templates = await listTemplates(door.database.db)
    sendPage(
      res,
      <AdminLayout door={door} title="Message templates" part="/admin/templates">
        <h1>Message templates</h1>
        <p class="hint">
          What people are written. Farshelf’s own templates are used until you save one of yours; every version is kept.
        </p>
        {groups.map(([audience, heading]) => (
          <section key={audience} class="panel wide-table">
            <h2>{heading}</h2>
            <table class="rows by-language">
              <thead>
                <tr>
                  <th scope="col">Message</th>
                  <th scope="col">Languages</th>
                </tr>
              </thead>
              <tbody>
                {messageKindNames
                  .filter((kind) => kindOf(kind).audience === audience)
                  .map((kind) => (
                    <Row key={kind} kind={kind} own={templates.filter((one) => one.kind === kind)} />
                  ))}
              </tbody>
            </table>
          </section>
        ))}
      </AdminLayout>,
    )
  })

interface RowProps {
  readonly kind: MessageKind
  readonly own: Awaited<ReturnType<typeof listTemplates>>
}

function Row({ kind, own }: RowProps) {
  const { label, when } = kindOf(kind)
  const languages = [...new Set([builtInLanguage, ...own.map(({ language }) => language)])]
  return (
    <tr>
      <th scope="row">
        <Link to={templateHref(kind, builtInLanguage)}>{label}</Link>
        <p class="hint">{when}</p>
      </th>
      <td data-label="Languages">
        <ul class="plain-list">
          {languages.map((language) => {
            const version = own.find((one) => one.language === language)?.version
            return (
              <li key={language}>
                <Link to={templateHref(kind, language)} label={`${label}, ${languageName(language)}`}>
                  {languageName(language)}
                </Link>
                <span class="hint"> {version === undefined ? 'as it comes' : `version ${version}`}</span>
              </li>
            )
          })}
        </ul>
      </td>
    </tr>
  )
}
