import type { RequestHandler } from 'express'
import { z } from 'zod'
import { type Person, setNoticesOff } from '../../../accounts/index.ts'
import { type CirculationSettings, courtesies, noticeKinds, noticesSent } from '../../../circulation/index.ts'
import { Check } from '../../components/choice.tsx'
import { CsrfField } from '../../components/visit.tsx'
import type { Door } from '../../door.ts'
import { formFields, parse, route } from '../../route.ts'

const NoticesForm = z.object({ wanted: z.array(z.string().max(40)).max(20) })

/** Says which notices one wants by e-mail. */
export const noticesAct = (door: Door): RequestHandler =>
  route(z.object({}), async (_input, { req, res, visitor }) => {
    const { wanted } = parse(NoticesForm, formFields(req, NoticesForm))
    const off = courtesies.filter((name) => !wanted.includes(name))
    await door.database.tx((tx) => setNoticesOff(tx, visitor.person!.id, off, visitor.actor))
    res.redirect(303, '/account?saved=notices')
  })

interface NoticesChoiceProps {
  readonly person: Person
  readonly circulation: CirculationSettings
}

/** Which notices come by e-mail. What the library owes its lenders comes in any case, and says so. */
export function NoticesChoice({ person: { email, noticesOff }, circulation }: NoticesChoiceProps) {
  const sent = noticesSent(circulation)
  return (
    <section class="panel">
      <h2>What we write to you</h2>
      <form method="post" action="/account/notices" class="stacked">
        <CsrfField />
        <p class="hint">
          {email
            ? `By e-mail to ${email}, when:`
            : 'We have no e-mail address of yours, so nothing is sent: tell us one at the desk. You would be told when:'}
        </p>
        {courtesies.map((name) => (
          <Check
            key={name}
            name="wanted"
            value={name}
            checked={!noticesOff.includes(name)}
            words={noticeKinds[name].label}
            {...(!sent[name] && { hint: 'your library does not send this at present' })}
          />
        ))}
        {sent.recalled && (
          <label class="check">
            <input type="checkbox" checked disabled />
            <span>
              {noticeKinds.recalled.label}{' '}
              <span class="hint">
                always sent: the library it belongs to decides, and you would not know the new due date
              </span>
            </span>
          </label>
        )}
        <button type="submit" class="btn">
          Save
        </button>
      </form>
    </section>
  )
}
